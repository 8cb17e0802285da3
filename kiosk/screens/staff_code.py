"""The code of a card, typed or scanned by attendants."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import StaffCodeView
from kiosk.widgets.entry.code_screen import CodeEntryScreen
from kiosk.widgets.entry.keyboard_layouts import PARTICIPATION_CODES


@screen("staff_code", StaffCodeView)
class StaffCodeScreen(CodeEntryScreen):
    """As people type theirs."""

    letters = PARTICIPATION_CODES
