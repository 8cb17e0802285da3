"""A whole area that acts like one button: nothing is painted but the ring when keys act on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.viewmodel.intents import Intent
from kiosk.widgets.focus_ring import paint_frame
from kiosk.widgets.theme import Look


class TouchArea(QAbstractButton):
    """An unseen button over everything. What lies below it says what it does."""

    def __init__(self, look: Look, intent: Intent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.intent = intent
        self.setObjectName(repr(intent))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key acts here, and once however long it is held (R24)."""
        if not event.isAutoRepeat() and event.key() not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring (R11)."""
        if not self.hasFocus():
            return
        painter = QPainter(self)
        paint_frame(painter, self.rect(), self.look, radius=0)
        painter.end()
