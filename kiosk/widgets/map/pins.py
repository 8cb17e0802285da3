"""A map for looking at: the sketch with numbered pins. What can be touched stands in a list beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.map.ground import SketchGround
from kiosk.widgets.map.markers import Marks, Place
from kiosk.widgets.map.projection import Limits, Viewport, showing
from kiosk.widgets.map.view import NEAREST_METRES_PER_MM
from kiosk.widgets.theme import Look, colour, font

PART_OF_SCREEN = 0.34
"""Of the height of the screen: the list has to be seen, too."""
LOW_PART = 0.6
"""As much of it in a layout for low reach."""

LEAST_HEIGHT_MM = 75.0
DISC_MM = 11.0
ROUND = 1.35
"""Room around a box, so that no pin stands at the edge."""


class PinMap(QWidget):
    """The ground around a box (west, south, east, north) with pins, each a place and its number."""

    def __init__(
        self,
        sketch: Mapping[str, Any],
        focus: Sequence[float],
        pins: Sequence[tuple[Place, str]],
        look: Look,
        language: str,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        west, south, east, north = sketch["bbox"]
        self._limits = Limits((west, south, east, north), NEAREST_METRES_PER_MM / look.metrics.px_per_mm)
        self._focus = _widened(focus)
        self._pins = pins
        self._ground = SketchGround(sketch, look)
        self._marks = Marks(sketch, look, language)
        self._picture = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def viewport(self) -> Viewport:
        """What is shown."""
        size = {"width": max(1, self.width()), "height": max(1, self.height())}
        return showing(self._focus, limits=self._limits, **size)

    def hasHeightForWidth(self) -> bool:
        """A part of the screen, never higher than wide."""
        return True

    def heightForWidth(self, width: int) -> int:
        """High enough to make out a district; lower where controls are within reach only."""
        metrics = self.look.metrics
        part = PART_OF_SCREEN * (LOW_PART if metrics.low else 1)
        return min(width, max(metrics.mm(LEAST_HEIGHT_MM), round(metrics.height * part)))

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Painted anew."""
        self._picture = QPixmap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, and a frame."""
        if self._picture.isNull():
            self._picture = self._paint_all()
        metrics, half = self.look.metrics, self.look.metrics.stroke / 2
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(QPen(colour(self.look.palette.ink), metrics.stroke))
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.end()

    def _paint_all(self) -> QPixmap:
        view = self.viewport
        tips = [QPointF(*view.to_screen(*place)) for place, _ in self._pins]
        side = self.look.metrics.mm(DISC_MM)
        picture = QPixmap(self.size())
        painter = QPainter(picture)
        self._ground.paint(painter, view)
        self._marks.paint(painter, view, covered=[_disc(tip, side) for tip in tips])
        for tip, (_, number) in zip(tips, self._pins, strict=True):
            self._paint_pin(painter, _disc(tip, side), number)
        painter.end()
        return picture

    def _paint_pin(self, painter: QPainter, disc: QRectF, number: str) -> None:
        metrics, palette = self.look.metrics, self.look.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around = metrics.stroke * 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(palette.paper))
        painter.drawEllipse(disc.adjusted(-around, -around, around, around))
        painter.setPen(QPen(colour(palette.accent_text), metrics.stroke * 1.5))
        painter.setBrush(colour(palette.accent))
        painter.drawEllipse(disc)
        painter.setFont(font(round(disc.height() * 0.6), bold=True))
        painter.setPen(colour(palette.accent_text))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, number)


def _disc(middle: QPointF, side: float) -> QRectF:
    return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)


def _widened(box: Sequence[float]) -> tuple[float, float, float, float]:
    west, south, east, north = box
    across, up = (east - west) * (ROUND - 1) / 2, (north - south) * (ROUND - 1) / 2
    return west - across, south - up, east + across, north + up
