"""The visit is over and everything of the person is gone. Whoever comes next touches anywhere and need not wait."""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent

from kiosk.screens import screen
from kiosk.viewmodel.intents import Start
from kiosk.viewmodel.views import GoodbyeView
from kiosk.widgets.layout.shore_screen import ShoreScreen


@screen("goodbye", GoodbyeView)
class GoodbyeScreen(ShoreScreen):
    """A farewell in two sentences. It goes by itself, so it has no button."""

    pictogram = "check"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Wait for the release."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A finger that comes down and lifts here begins a visit."""
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit(Start())
