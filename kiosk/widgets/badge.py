"""A sunny disc with a pictogram or a number: the one picture of a screen that has only one thing to say."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Look, colour, font


class Badge(QWidget):
    """A disc of ``side_mm``: at the start of the line above the words, in the middle beside them."""

    def __init__(
        self,
        look: Look,
        *,
        side_mm: float,
        pictogram: str = "",
        number: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._pictogram, self._number = pictogram, number
        self._side = self._full_side = look.metrics.mm(side_mm)
        self.centred = False
        """In the middle of the line, too, where it stands above words."""
        self.lift = QPoint(0, 0)
        """How far the pictogram is from its place, for a gentle movement."""

    def show_number(self, number: str) -> None:
        """Show this number from now on."""
        self._number = number
        self.update()

    def shrink(self, by: int) -> None:
        """Be smaller by so many pixels than asked for at first, but never smaller than a finger needs."""
        self._side = max(self.look.metrics.target, self._full_side - max(0, by))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """The height is known for every width."""
        return True

    def heightForWidth(self, _width: int) -> int:
        """The disc."""
        return self._side

    def sizeHint(self) -> QSize:
        """The disc."""
        return QSize(self._side, self._side)

    def disc(self) -> QRect:
        """Where the disc is: always whole, also where there is less room than it asked for."""
        side = min(self._side, self.width(), self.height())
        spare = self.width() - side
        left = spare // 2 if self.look.metrics.landscape or self.centred else spare if self.look.right_to_left else 0
        return QRect(left, (self.height() - side) // 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The disc, and what is in it."""
        palette, stroke = self.look.palette, self.look.metrics.heavy_stroke
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(palette.accent_text), stroke))
        painter.setBrush(colour(palette.accent))
        half, disc = stroke / 2, self.disc()
        painter.drawEllipse(QRectF(disc).adjusted(half, half, -half, -half))
        if self._number:
            painter.setFont(font(round(disc.width() * 0.5), bold=True))
            painter.setPen(colour(palette.accent_text))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._number)
        else:
            side = round(disc.width() * 0.56)
            inner = QRect(0, 0, side, side)
            inner.moveCenter(disc.center())
            picture = self.look.pictograms.picture(self._pictogram, side, palette.accent_text)
            painter.drawPixmap(inner.topLeft() + self.lift, picture)
        painter.end()
