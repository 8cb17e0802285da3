"""What a poll says of itself: who asks, who decides, and what is not on the table."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import PollAboutView
from kiosk.widgets.layout.review_screen import ReviewScreen


@screen("poll_about", PollAboutView)
class PollAboutScreen(ReviewScreen):
    """Line for line, for reading."""
