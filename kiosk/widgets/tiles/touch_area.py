"""A whole area that acts like one button: nothing is painted but the ring when keys act on it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.viewmodel.intents import Intent
from kiosk.widgets.theme import Look, colour


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
        metrics = self.look.metrics
        palette, outer = self.look.palette, max(3, metrics.ring // 2)
        painter = QPainter(self)
        for inset, width, ink in ((0, outer, palette.focus), (outer, metrics.ring - outer, palette.focus_band)):
            edge = inset + width / 2
            painter.setPen(QPen(colour(ink), width, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge))
        painter.end()
