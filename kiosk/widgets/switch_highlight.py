"""The ring around several controls that two switches offer together. Painted over the screen; nothing acts on it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.focus_ring import paint_frame
from kiosk.widgets.theme import Look


class GroupRing(QWidget):
    """A frame in the colours of the focus ring (R11), around the controls and not over them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_around(self, place: QRect, look: Look) -> None:
        """Stand around this part of the window; nowhere if it is empty."""
        self._look = look
        self.setVisible(not place.isEmpty())
        if not place.isEmpty():
            # At the edge of the window the ring is cut off; the controls never are.
            room = look.metrics.ring
            self.setGeometry(place.adjusted(-room, -room, room, room))
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dark line outside, a sunny one inside."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_frame(painter, self.rect(), self._look, radius=self._look.metrics.radius)
        painter.end()
