"""An idea, a question or an offer before it is sent."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import ContributionReviewView
from kiosk.widgets.layout.review_screen import ReviewScreen


@screen("contribution_review", ContributionReviewView)
class ContributionReviewScreen(ReviewScreen):
    """What was said, and the one button that sends it."""
