"""One figure as a bar with its number above it. For reading, not for touching."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.viewmodel.views import Bar
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.theme import Look, colour

BAR_MM = 7.0


class BarRow(LineRow):
    """What it is, how many, and below both the bar in a frame as long as the longest possible."""

    def __init__(self, bar: Bar, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(bar.line, look, indented=False, parent=parent)
        self._share = min(100, max(0, bar.share))
        self._bar_height = look.metrics.mm(BAR_MM)

    def heightForWidth(self, width: int) -> int:
        """The words and the bar."""
        return super().heightForWidth(width) + self._bar_height

    def breaks(self, _width: int) -> list[int]:
        """Words and bar stay together."""
        return []

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, frame, and as much of it as the figure fills; from the side where reading begins."""
        metrics, palette = self.look.metrics, self.look.palette
        painter = QPainter(self)
        texts = self.set_texts()
        for (lines, left, above), ink in zip(texts, (palette.muted, palette.ink), strict=True):
            lines.draw(painter, left, above, ink)
        stroke = metrics.stroke
        top = self.height() - self._bar_height - metrics.padding / 2
        frame = QRectF(stroke / 2, top, self.width() - stroke, self._bar_height - stroke)
        filled = QRectF(frame)
        filled.setWidth(frame.width() * self._share / 100)
        if self.look.right_to_left:
            filled.moveRight(frame.right())
        painter.fillRect(frame, colour(palette.tile))
        if self._share:
            painter.fillRect(filled, colour(palette.ink))
        painter.setPen(QPen(colour(palette.line), stroke))
        painter.drawRect(frame)
        painter.end()
