"""What everybody may hear of voting: the questions and their options, and not what became of them (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.privacy import Overheard, as_it_is, without_code, without_states, without_text, without_values
from kiosk.viewmodel.views import (
    CodeView,
    DistrictsView,
    PollsView,
    ReceiptView,
    View,
    VoteRankedView,
    VoteReviewView,
    VoteView,
)


def without_count(view: VoteView) -> View:
    """Not even how many are chosen."""
    return replace(without_states(view), counted="")


def without_ranks(view: VoteRankedView) -> View:
    """No rank, and nothing to move."""
    ranks_unsaid = tuple(replace(option, state="") for option in view.options)
    return replace(without_states(view), counted="", options=ranks_unsaid, moves_title="", moves=())


OVERHEARD: Overheard = {
    PollsView: as_it_is,
    DistrictsView: without_states,
    CodeView: without_text,
    VoteView: without_count,
    VoteRankedView: without_ranks,
    VoteReviewView: without_values,
    ReceiptView: without_code,
}
