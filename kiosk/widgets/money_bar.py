"""How much of the money is chosen, as a bar. The number beside the answers says the same; a bar is seen at a glance."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Look, colour

HEIGHT_MM = 6.0


class MoneyBar(QWidget):
    """Filled as far as money is chosen. Where it is more than there is, all is filled and a line stands across it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._spent, self._budget = 0, 0

    def show_money(self, spent: int, budget: int) -> None:
        """Both in euros; nothing is shown where no money is at stake."""
        self._spent, self._budget = spent, budget
        self.update()

    @property
    def filled(self) -> float:
        """The part that is filled, from 0 to 1."""
        return min(1.0, self._spent / self._budget) if self._budget else 0.0

    @property
    def is_over(self) -> bool:
        """More is chosen than there is."""
        return self._spent > self._budget

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, _width: int) -> int:
        """Always the same where money is at stake, so that nothing moves."""
        return self.look.metrics.mm(HEIGHT_MM) if self._budget else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame, what is chosen in it from the side where writing begins, and the line where it is too much."""
        metrics, palette = self.look.metrics, self.look.palette
        half = metrics.stroke / 2
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        part = QRectF(frame)
        part.setWidth(frame.width() * self.filled)
        if self.look.right_to_left:
            part.moveRight(frame.right())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(part, colour(palette.ink))
        painter.setPen(QPen(colour(palette.ink), metrics.stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
        if self.is_over:
            painter.setPen(QPen(colour(palette.paper), metrics.heavy_stroke))
            painter.drawLine(frame.topLeft(), frame.bottomRight())
            painter.drawLine(frame.bottomLeft(), frame.topRight())
        painter.end()
