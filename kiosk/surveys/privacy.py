"""What everybody may hear of a survey: its questions, and not what is answered (R41)."""

from __future__ import annotations

from kiosk.session.privacy import Overheard, as_it_is
from kiosk.viewmodel.views import (
    PollsView,
    SurveyPageView,
    VoteGroupsView,
    VotePlaceView,
    VoteRankedView,
    VoteReviewView,
    VoteTextView,
    VoteView,
)
from kiosk.voting import privacy

_OF_QUESTIONS = (PollsView, VoteView, VoteRankedView, VoteGroupsView, VoteTextView, VotePlaceView, VoteReviewView)

OVERHEARD: Overheard = {SurveyPageView: as_it_is} | {view: privacy.OVERHEARD[view] for view in _OF_QUESTIONS}
