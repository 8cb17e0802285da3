"""What was found by a word."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import FoundView
from kiosk.widgets.layout.list_screen import ListScreen


@screen("found", FoundView)
class FoundScreen(ListScreen):
    """The closest at the top."""
