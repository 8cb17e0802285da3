"""The place of a photo: what the camera sees now, or the photo that was taken."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Look, colour

SHAPE = (3, 5)
"""Height to width of the least place."""


class Viewfinder(QWidget):
    """Shows a picture whole, on the dark ground of films."""

    role = "photo"
    takes_what_is_left = True

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._data = b""
        self._picture = QImage()

    def show_picture(self, jpeg: bytes) -> None:
        """This one from now on; empty: none."""
        if jpeg != self._data:
            self._data = jpeg
            self._picture = QImage.fromData(jpeg) if jpeg else QImage()
            self.update()

    @property
    def is_empty(self) -> bool:
        """True while there is nothing to see."""
        return self._picture.isNull()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height at this width."""
        height, wide = SHAPE
        return min(width * height // wide, round(60 * self._look.metrics.px_per_mm))

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, whole."""
        painter = QPainter(self)
        darkest = min(colour(self._look.palette.ink), colour(self._look.palette.paper), key=lambda one: one.lightness())
        painter.fillRect(self.rect(), darkest)
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = QSizeF(self._picture.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture)
        painter.end()
