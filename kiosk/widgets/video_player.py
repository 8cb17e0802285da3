"""A film without sound, as large as there is room: it is played, held and begun anew, and never takes the focus.

The film comes as bytes from the content package and goes into memory only.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.player import Failed
from kiosk.widgets.theme import Look, colour

PICTURE = (9, 16)
"""Height to width of the place for a film; a film of another shape is shown whole inside it."""


class Film(QWidget):
    """The place of a film of the content package. ``failed`` is called when there is none or it cannot be played."""

    role = "film"

    def __init__(self, video: str, look: Look, *, name: str, failed: Failed) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._look = look
        self._picture = QImage()
        self._player = look.pictograms.play(video, self._show, failed)
        if self._player is None:
            failed()

    def begin(self) -> None:
        """Play, as soon as it is on the display."""
        if self._player is not None:
            self._player.play()

    def play_or_pause(self) -> None:
        """Hold it, or let it go on."""
        if self._player is None:
            return
        if self._player.playing():
            self._player.pause()
        else:
            self._player.play()

    def again(self) -> None:
        """From the beginning."""
        if self._player is not None:
            self._player.again()

    def playing(self) -> bool:
        """Is somebody watching it?"""
        return self._player is not None and self._player.playing()

    def close_film(self) -> None:
        """The screen is thrown away."""
        player, self._player = self._player, None
        if player is not None:
            player.close()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height at this width: a film in landscape."""
        height, wide = PICTURE
        return width * height // wide

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, whole, on a dark ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._look.palette.ink))
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._place(), self._picture)
        painter.end()

    def _show(self, picture: QImage) -> None:
        self._picture = picture
        self.update()

    def _place(self) -> QRect:
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place
