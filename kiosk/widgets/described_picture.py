"""A picture with the words that say what it shows below it: whoever cannot see it loses nothing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.viewmodel.views import Illustration
from kiosk.widgets.text.label import Words
from kiosk.widgets.theme import Look

MOST_HEIGHT_MM = 70
"""Words have to find room beside it."""

HEIGHT_PART = 0.28
"""Of the display, at most."""

_RATIO = 4 / 3


class ShownPicture(QWidget):
    """As wide as the column as far as its height allows."""

    may_come_last = True
    """Where there is little room, behind what people can do."""

    def __init__(self, picture: Illustration, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._file = picture.file
        self._words = Words(picture.shows, look, parent=self)

    def hasHeightForWidth(self) -> bool:
        """The height is known for every width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Picture, a gap, words."""
        return self._size(width).height() + self.look.metrics.gap + self._words.heightForWidth(width)

    def ends_within(self, width: int, room: int) -> list[int]:
        """Where the picture and the lines below it end, if both are higher than the room of a page."""
        top = self._size(width).height() + self.look.metrics.gap
        return [top, *(top + end for end in self._words.breaks(width))] if self.heightForWidth(width) > room else []

    def sizeHint(self) -> QSize:
        """As wide as it is."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The words stand below."""
        top = self._size(self.width()).height() + self.look.metrics.gap
        self._words.setGeometry(0, top, self.width(), self._words.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The drawing in the colours of the theme, or the photo."""
        size = self._size(self.width())
        left = self.width() - size.width() if self.look.right_to_left else 0
        place = QRect(left, 0, size.width(), size.height())
        painter = QPainter(self)
        drawn = self.look.pictograms.drawing(self._file, place.width(), place.height(), self.look.palette)
        painter.drawPixmap(place.topLeft(), drawn)
        painter.end()

    def _size(self, width: int) -> QSize:
        metrics = self.look.metrics
        most = min(metrics.mm(MOST_HEIGHT_MM), round(metrics.height * HEIGHT_PART))
        high = min(most, round(width / _RATIO))
        return QSize(round(high * _RATIO), high)
