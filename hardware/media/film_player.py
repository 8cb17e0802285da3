"""Films from memory, played by Qt's media library without a sound. Import it when the first film is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QObject, QUrl
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoSink


class QtFilmPlayer(QObject):
    """Turns a film into pictures. It is given no sound output: a film cannot be heard, whatever is in it.

    ``shown`` gets the pictures, ``failed`` is called when it cannot be played.
    """

    def __init__(self, film: bytes, shown: Callable[[QImage], None], failed: Callable[[], None]) -> None:
        super().__init__()
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
        """Go on; after the end, from the beginning."""
        self._player.play()

    def pause(self) -> None:
        """Hold the picture."""
        self._player.pause()

    def again(self) -> None:
        """Play from the beginning."""
        self._player.setPosition(0)
        self._player.play()

    def playing(self) -> bool:
        """Is it going on?"""
        return bool(self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState)

    def close(self) -> None:
        """Stop and give everything back."""
        self._player.stop()
        self._bytes.close()
