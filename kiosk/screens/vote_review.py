"""A ballot before it is cast."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import VoteReviewView
from kiosk.widgets.layout.review_screen import ReviewScreen


@screen("vote_review", VoteReviewView)
class VoteReviewScreen(ReviewScreen):
    """What was chosen, and the one button that casts it."""
