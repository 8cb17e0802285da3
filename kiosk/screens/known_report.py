"""A report that is known already, before somebody joins it."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import KnownReportView
from kiosk.widgets.layout.review_screen import ReviewScreen


@screen("known_report", KnownReportView)
class KnownReportScreen(ReviewScreen):
    """What it is about, where and how far it is; the main button says that it is exactly this."""
