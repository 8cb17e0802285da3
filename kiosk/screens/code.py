"""The participation code that lets one vote."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import CodeView
from kiosk.widgets.entry.code_screen import CodeEntryScreen
from kiosk.widgets.entry.keyboard_layouts import PARTICIPATION_CODES


@screen("code", CodeView)
class CodeScreen(CodeEntryScreen):
    """Only the letters these codes are made of, so that fewer can be missed."""

    letters = PARTICIPATION_CODES
