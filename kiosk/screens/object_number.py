"""The number on a lamp or a bench."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import ObjectNumberView
from kiosk.widgets.entry.code_screen import CodeEntryScreen
from kiosk.widgets.entry.keyboard_layouts import CODES


@screen("object_number", ObjectNumberView)
class ObjectNumberScreen(CodeEntryScreen):
    """All letters and digits."""

    letters = CODES
