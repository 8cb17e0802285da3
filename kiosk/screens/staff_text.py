"""A place, a name or a note that attendants write."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.description import DescriptionScreen
from kiosk.viewmodel.views import StaffTextView


@screen("staff_text", StaffTextView)
class StaffTextScreen(DescriptionScreen):
    """Written like a description."""

    view: StaffTextView
