"""The town by the river, below a page that only says something. It tells nothing, so it has no name."""

from __future__ import annotations

from math import pi, sin

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Look, colour

WAVE_HEIGHT_MM = 5.0
_WAVE_LENGTH_MM = 54.0

_TOWN = 320 / 1200
"""Height of the drawing of the town, as a part of its width."""

_MOST_WIDTH, _MOST_HEIGHT = 0.86, 0.2
"""Of the page, for the town."""

_RIVER = 0.09
"""Of the height of the page, for the river below it."""


def waves(look: Look, width: int, height: int) -> QPolygonF:
    """The river: all below a line of waves, in pixels from the crest of the highest."""
    high, length = look.metrics.mm(WAVE_HEIGHT_MM), look.metrics.mm(_WAVE_LENGTH_MM)
    line = [QPointF(x, high * (1 + sin(2 * pi * x / length)) / 2) for x in range(0, width + 4, 4)]
    return QPolygonF([*line, QPointF(width, height), QPointF(0, height)])


class Shore(QWidget):
    """The town at its river, over the whole width of a page."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        metrics = look.metrics
        self._town = min(round(metrics.width * _MOST_WIDTH), round(metrics.height * _MOST_HEIGHT / _TOWN))
        self._river = round(metrics.height * _RIVER)

    def height_needed(self) -> int:
        """Of town and river."""
        return round(self._town * _TOWN) + self._river

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The town, and the river before it."""
        look, height = self.look, round(self._town * _TOWN)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour(look.palette.paper))
        town = look.pictograms.drawing("shore", self._town, height, look.palette)
        top = self.height() - self._river - height + look.metrics.mm(WAVE_HEIGHT_MM)
        painter.drawPixmap((self.width() - self._town) // 2, top, town)
        painter.translate(0, self.height() - self._river)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(look.palette.main))
        painter.drawPolygon(waves(look, self.width(), self._river))
        painter.end()
