"""A number that attendants have counted, typed on the pad of digits."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.staff_pin import StaffPinScreen
from kiosk.viewmodel.views import StaffNumberView


@screen("staff_number", StaffNumberView)
class StaffNumberScreen(StaffPinScreen):
    """The same pad; what is typed is shown."""
