"""What everybody may hear of a survey: its questions, and not what is answered (R41)."""

from __future__ import annotations

from kiosk.media.privacy import OVERHEARD as OVERHEARD_OF_MEDIA
from kiosk.session.privacy import Overheard, as_it_is, without_code
from kiosk.viewmodel.views import (
    PollsView,
    ReceiptView,
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

OVERHEARD: Overheard = {
    **OVERHEARD_OF_MEDIA,
    SurveyPageView: as_it_is,
    ReceiptView: without_code,
    **{view: privacy.OVERHEARD[view] for view in _OF_QUESTIONS},
}
