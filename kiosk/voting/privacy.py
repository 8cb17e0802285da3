"""What everybody may hear of voting: the questions and their options, and not what became of them (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.media.privacy import without_picture
from kiosk.session.privacy import Overheard, as_it_is, without_code, without_states, without_text, without_values
from kiosk.viewmodel.views import (
    CodeView,
    DistrictsView,
    OptionQuestion,
    PollAboutView,
    PollsView,
    ReceiptView,
    ScanView,
    SearchView,
    View,
    VoteGroupsView,
    VoteGuidedView,
    VotePlaceView,
    VoteRankedView,
    VoteReviewView,
    VoteTextView,
    VoteView,
)


def without_count(view: VoteView) -> View:
    """Not even how many are chosen."""
    return replace(without_states(view), counted="")


def without_ranks(view: VoteRankedView) -> View:
    """No rank, and nothing to move."""
    ranks_unsaid = tuple(replace(option, state="") for option in view.options)
    return replace(without_states(view), counted="", options=ranks_unsaid, moves_title="", moves=())


def without_shares(view: VoteGroupsView) -> View:
    """No option says what it has."""
    unsaid = tuple(
        replace(group, state="", choices=tuple(replace(one, state="") for one in group.choices))
        for group in view.groups
    )
    return replace(without_states(view), counted="", groups=unsaid)


def without_ranks_to_choose(view: VoteGuidedView) -> View:
    """Neither how much is chosen nor a rank to choose: how many ranks there are tells how many options have one."""
    options = () if view.asks is OptionQuestion.RANK else view.options
    return replace(without_states(view), counted="", options=options)


def without_pin(view: VotePlaceView) -> View:
    """No place."""
    return replace(without_states(view), point=None, point_words="")


OVERHEARD: Overheard = {
    PollsView: as_it_is,
    DistrictsView: without_states,
    CodeView: without_text,
    ScanView: without_picture,
    SearchView: without_text,
    VoteView: without_count,
    VoteRankedView: without_ranks,
    VoteGroupsView: without_shares,
    VoteGuidedView: without_ranks_to_choose,
    VoteTextView: without_text,
    VotePlaceView: without_pin,
    PollAboutView: as_it_is,
    VoteReviewView: without_values,
    ReceiptView: without_code,
}
