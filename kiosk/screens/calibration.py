"""How large this display is: a bank card is held to it, and a frame is made as large as the card. For attendants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from accessibility.calibration import CARD_HEIGHT_MM, CARD_RADIUS_MM, CARD_WIDTH_MM
from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action
from kiosk.viewmodel.views import CalibrationView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.theme import Look, colour
from kiosk.widgets.tiles.tile_layout import Face, Style


@screen("calibration", CalibrationView)
class CalibrationScreen(WholeScreen):
    """The frame, and buttons that make it larger and smaller."""

    def build(self) -> None:
        """Frame and buttons."""
        super().build()
        self._card = CardFrame(self.look)
        self._steps = TileGrid(self.look, Style(centred=True), columns=4)
        self._steps.asked.connect(self.asked)
        self.page.put([self._card, self._steps])

    def fill(self) -> None:
        """The frame in its present size, and what follows for the display."""
        view = self._calibration
        self.page.show_view(view, counted=view.size)
        self._card.show_width(view.card_width_px, view.card)
        self._steps.show_entries(
            [
                (Face(step.label, pictogram=step.pictogram, name=step.name), step.intent, False, True)
                for step in view.steps
            ]
        )

    def spoken_content(self) -> Iterable[str]:
        """What the buttons are called, and how large the display is then."""
        return [*map(spoken_action, self._calibration.steps), self._calibration.size]

    @property
    def _calibration(self) -> CalibrationView:
        return cast(CalibrationView, self.view)


class CardFrame(QWidget):
    """The outline of a card, so many pixels wide. What is outside of it is paper, so that the card's edge is seen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._width = 1

    def show_width(self, width: int, name: str) -> None:
        """Be so wide from now on."""
        self._width = width
        self.setAccessibleName(name)
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The height does not follow from the width, but from the card."""
        return True

    def heightForWidth(self, _width: int) -> int:
        """The card, and the line around it."""
        return self._height() + 2 * self.look.metrics.heavy_stroke

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def _height(self) -> int:
        return round(self._width * CARD_HEIGHT_MM / CARD_WIDTH_MM)

    def card(self) -> QRectF:
        """Where the card belongs, in whole pixels of the widget."""
        left, top = (self.width() - self._width) // 2, (self.height() - self._height()) // 2
        return QRectF(left, top, self._width, self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line around the card: the card touches its inner edge."""
        stroke = self.look.metrics.heavy_stroke
        radius = self._width * CARD_RADIUS_MM / CARD_WIDTH_MM + stroke / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(self.look.palette.ink), stroke))
        painter.setBrush(colour(self.look.palette.tile))
        painter.drawRoundedRect(self.card().adjusted(-stroke / 2, -stroke / 2, stroke / 2, stroke / 2), radius, radius)
        painter.end()
