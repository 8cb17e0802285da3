"""A report before it is sent."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import ReportReviewView
from kiosk.widgets.layout.review_screen import ReviewScreen


@screen("report_review", ReportReviewView)
class ReportReviewScreen(ReviewScreen):
    """What was said, and the one button that sends it."""
