"""The code to look up."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import LookUpView
from kiosk.widgets.entry.code_screen import CodeEntryScreen
from kiosk.widgets.entry.keyboard_layouts import CODES


@screen("look_up", LookUpView)
class LookUpScreen(CodeEntryScreen):
    """All letters: trackers and report numbers are made of different ones."""

    letters = CODES
