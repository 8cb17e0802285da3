"""What the display shows and where a finger is felt, tried out by attendants: a colour or greys from edge to edge, or a
cross in a corner to be touched. Each touch goes on; the way back stands between the targets, under colours for keys
alone.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.viewmodel.staff_intents import TouchAt
from kiosk.viewmodel.views import StaffProbeView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.theme import Look, colour

FROM_EDGE_MM = 10
"""The middle of a target from both edges of the display."""
ARM_MM = 6
GREYS = 16


@screen("staff_probe", StaffProbeView)
class StaffProbeScreen(Screen):
    """Words in the middle, and over all of it what is tried out."""

    view: StaffProbeView

    def build(self) -> None:
        """Over the page, and felt through."""
        super().build()
        self.field = ProbeField(self.look, self)

    def fill(self) -> None:
        """The next one."""
        super().fill()
        self.field.show_probe(self.view.colours, self.view.target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """From edge to edge; the words stand between the upper targets and the lower ones."""
        super().resizeEvent(event)
        self.page.setGeometry(self.rect().adjusted(0, self.field.band, 0, -self.field.band))
        self.field.setGeometry(self.rect())
        self.field.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say how far from the target the finger is, in whole millimetres."""
        self.field.show_finger(event.position())
        apart = event.position() - self.field.target_at()
        px_per_mm = self.look.metrics.px_per_mm
        self.asked.emit(TouchAt(round(apart.x() / px_per_mm), round(apart.y() / px_per_mm)))


class ProbeField(QWidget):
    """Paints the colours, the target, and a cross where the finger was felt last."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._colours: tuple[str, ...] = ()
        self._target = -1
        self._finger: QPointF | None = None

    @property
    def band(self) -> int:
        """How high the targets reach, in pixels from the upper and the lower edge."""
        return round((FROM_EDGE_MM + ARM_MM + 1) * self._look.metrics.px_per_mm)

    def show_probe(self, colours: tuple[str, ...], target: int) -> None:
        """These colours side by side, or the target in this corner (0 to 3, from the upper left, row by row)."""
        self._colours, self._target = colours, target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=not colours)
        self.update()

    def show_finger(self, place: QPointF) -> None:
        """The finger is felt here."""
        self._finger = place
        self.update()

    def target_at(self) -> QPointF:
        """The middle of the target; the middle of the display where there is none."""
        if self._target < 0:
            return QRectF(self.rect()).center()
        edge = FROM_EDGE_MM * self._look.metrics.px_per_mm
        x = edge if self._target % 2 == 0 else self.width() - edge
        return QPointF(x, edge if self._target < 2 else self.height() - edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Colours from edge to edge; else a ring with a cross for the target, and a cross alone for the finger."""
        painter = QPainter(self)
        width = self.width() / max(1, len(self._colours))
        for number, name in enumerate(self._colours):
            painter.fillRect(QRectF(number * width, 0, width + 1, self.height()), QColor(name))
        if self._target >= 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette, arm = self._look.palette, ARM_MM * self._look.metrics.px_per_mm
            for top in (0, self.height() - self.band):
                painter.fillRect(QRectF(0, top, self.width(), self.band), colour(palette.paper))
            painter.setPen(QPen(colour(palette.ink), self._look.metrics.heavy_stroke))
            painter.drawEllipse(self.target_at(), arm, arm)
            _draw_cross(painter, self.target_at(), arm)
            if self._finger is not None:
                painter.setPen(QPen(colour(palette.main), 2 * self._look.metrics.heavy_stroke))
                _draw_cross(painter, self._finger, arm)
        painter.end()


def _draw_cross(painter: QPainter, place: QPointF, arm: float) -> None:
    painter.drawLine(place - QPointF(arm, 0), place + QPointF(arm, 0))
    painter.drawLine(place - QPointF(0, arm), place + QPointF(0, arm))
