"""How loud it is at the microphone: a row of bars that fill. More of them, and not another colour, means louder."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Look, colour

BARS = 12
HEIGHT_MM, HIGHEST_MM = 16.0, 64.0
"""Of the row: at least, and where there is room."""
FALLS_BY = 0.06
"""Between two looks, so that a short word is seen."""


class LevelMeter(QWidget):
    """Twelve bars from left to right, the louder the more."""

    role = "meter"

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._level = 0.0

    def show_level(self, level: float) -> None:
        """From 0 to 1. It rises at once and falls slowly."""
        shown = max(level**0.5, self._level - FALLS_BY, 0.0)  # as loudness is felt
        if round(shown * BARS) != round(self._level * BARS):
            self.update()
        self._level = shown

    @property
    def bars(self) -> int:
        """How many are filled."""
        return min(BARS, round(self._level * BARS))

    def hasHeightForWidth(self) -> bool:
        """It needs the same height at any width."""
        return True

    def heightForWidth(self, _width: int) -> int:
        """As high as a finger is wide, at least."""
        return round(HEIGHT_MM * self._look.metrics.px_per_mm)

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Filled bars in ink, the others as frames."""
        painter = QPainter(self)
        ink, stroke, width = colour(self._look.palette.ink), self._look.metrics.stroke, self.width() / BARS
        right_to_left = self._look.right_to_left
        height = min(self.height(), round(HIGHEST_MM * self._look.metrics.px_per_mm))
        for at in range(BARS):
            place = BARS - 1 - at if right_to_left else at
            bar = QRect(round((place + 0.15) * width), (self.height() - height) // 2, round(0.7 * width), height)
            painter.fillRect(bar, ink)
            if at >= self.bars:
                painter.fillRect(bar.adjusted(stroke, stroke, -stroke, -stroke), colour(self._look.palette.paper))
        painter.end()
