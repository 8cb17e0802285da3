"""Are you still there? The seconds that are left, large; one touch anywhere is enough to go on.

Only the button for whoever comes next does something else.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtGui import QMouseEvent

from kiosk.screens import screen
from kiosk.viewmodel.intents import KeepGoing
from kiosk.viewmodel.views import IdleWarningView
from kiosk.widgets.badge import Badge
from kiosk.widgets.layout.screen import Screen


@screen("idle_warning", IdleWarningView)
class IdleWarningScreen(Screen):
    """A number that counts down, and the sentence that says what it means."""

    def build(self) -> None:
        """The number."""
        self._number = Badge(self.look, side_mm=74, number="0")
        self._number.centred = True
        self.page.centre_words()
        self.page.put_picture(self._number)

    def fill(self) -> None:
        """Show the seconds that are left."""
        super().fill()
        self._number.show_number(str(cast(IdleWarningView, self.view).seconds_left))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch beside the buttons."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The person is still there, wherever the finger was; a ghost is let go far away."""
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit(KeepGoing())
