"""A report before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.viewmodel.views import ReportReviewView
from kiosk.widgets.layout.review_screen import ReviewScreen
from kiosk.widgets.map.looked_at import PlaceLookedAt


@screen("report_review", ReportReviewView)
class ReportReviewScreen(ReviewScreen):
    """What was said, and the one button that sends it."""

    def lines_and_pictures(self) -> Sequence[QWidget]:
        """The words first; behind them, in the room they leave, the place on the map: it is among the words already."""
        place = cast(ReportReviewView, self.view).place
        where = [PlaceLookedAt(place, self.look, self.view.frame.language)] if place else []
        return [*super().lines_and_pictures(), *where]
