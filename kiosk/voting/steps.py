"""The steps of voting."""

from __future__ import annotations

from kiosk.session.session import Step


class VotingStep(Step):
    """Where a person can be who votes."""

    POLLS = "polls"
    DISTRICTS = "districts"
    CODE = "code"
    SCAN_CODE = "scan_code"
    VOTE = "vote"
    POLL_ABOUT = "poll_about"
    VOTE_SEARCH = "vote_search"
    VOTE_GUIDED = "vote_guided"
    VOTE_REVIEW = "vote_review"
    VOTE_RECEIPT = "vote_receipt"
