"""A film without sound, as large as there is room: it is played, held and begun anew, and never takes the focus.

The film comes as bytes from the content package and goes into memory only. Qt's media library is loaded when the
first film is shown, for most visits have none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Look, colour

PICTURE = (9, 16)
"""Height to width of the place for a film; a film of another shape is shown whole inside it."""


class Player(Protocol):
    """Turns a film into pictures, one after the other."""

    def play(self) -> None:
        """Goes on; after the end, from the beginning."""

    def pause(self) -> None:
        """Holds the picture."""

    def again(self) -> None:
        """Plays from the beginning."""

    def playing(self) -> bool:
        """Is it going on?"""

    def close(self) -> None:
        """Stops and gives everything back."""


Shown = Callable[[QImage], None]
Failed = Callable[[], None]
MakePlayer = Callable[[bytes, Shown, Failed], Player]
"""A player for a film, told where pictures go and what to do when it cannot be played."""


class QtPlayer(QObject):
    """Player by Qt's media library. It is given no sound output: a film cannot be heard, whatever is in it."""

    def __init__(self, film: bytes, shown: Shown, failed: Failed) -> None:
        super().__init__()
        from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

        self._states = QMediaPlayer.PlaybackState
        self._bytes = QBuffer(self)
        self._bytes.setData(QByteArray(film))
        self._bytes.open(QBuffer.OpenModeFlag.ReadOnly)
        self._sink = QVideoSink(self)
        self._player = QMediaPlayer(self)
        self._sink.videoFrameChanged.connect(lambda frame: shown(frame.toImage()) if frame.isValid() else None)
        self._player.errorOccurred.connect(lambda *_: failed())
        self._player.setVideoSink(self._sink)
        self._player.setSourceDevice(self._bytes, QUrl("film.webm"))

    def play(self) -> None:
        self._player.play()

    def pause(self) -> None:
        self._player.pause()

    def again(self) -> None:
        self._player.setPosition(0)
        self._player.play()

    def playing(self) -> bool:
        return bool(self._player.playbackState() == self._states.PlayingState)

    def close(self) -> None:
        self._player.stop()
        self._bytes.close()


class Film(QWidget):
    """The place of a film. ``failed`` is called when it cannot be played."""

    role = "film"

    def __init__(
        self, film: bytes, look: Look, *, name: str, failed: Failed, make_player: MakePlayer = QtPlayer
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._look = look
        self._picture = QImage()
        self._player: Player | None = None
        if film:
            self._player = make_player(film, self._show, failed)
        else:
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
