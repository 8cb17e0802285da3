"""What the processes that see have in common: looking through a camera, or at a film, and telling small pictures of it.

A device is ``auto``, a path as ``/dev/video0``, or ``film:PATH``: a film in place of a camera, for showing and tests.
"""

from __future__ import annotations

import os
import time

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from hardware.media.helper_process import end, tell_state
from hardware.media.messages import Told, tell
from hardware.ports import CaptureState

FILM = "film:"
PREVIEW = QSize(800, 800)
PREVIEW_QUALITY = 70
PICTURES_PER_SECOND = 12


class Eye(QObject):
    """Looks through a camera, or at a film. What is more to be done with a picture is done in ``look_at``."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self._frame = QVideoFrame()
        self._told_at = 0.0
        self._is_running = False
        self._camera: QCamera | None = None
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._see)
        self._devices = QMediaDevices(self)
        self._look(device)

    def seen(self) -> QImage:
        """What is seen now, as large as it comes; a null picture before the first."""
        return self._frame.toImage()

    def look_at(self, seen: QImage) -> None:
        """A picture that was told."""

    def has_light(self) -> bool:
        """A lamp belongs to the camera, and it can be switched."""
        return self._camera is not None and self._camera.isTorchModeSupported(QCamera.TorchMode.TorchOn)

    def light(self, *, on: bool) -> None:
        """Switch its lamp."""
        if self._camera is not None and self.has_light():
            self._camera.setTorchMode(QCamera.TorchMode.TorchOn if on else QCamera.TorchMode.TorchOff)

    def _look(self, device: str) -> None:
        if device.startswith(FILM):
            self._player = QMediaPlayer(self)
            self._player.setVideoSink(self._sink)
            self._player.setLoops(QMediaPlayer.Loops.Infinite.value)
            self._player.errorOccurred.connect(lambda *_: end(CaptureState.MISSING))
            self._player.setSource(QUrl.fromLocalFile(device.removeprefix(FILM)))
            self._player.play()
            return
        self._chosen = _find(device)
        if self._chosen.isNull():
            end(CaptureState.MISSING)
        self._devices.videoInputsChanged.connect(self._look_whether_there)
        self._camera = QCamera(self._chosen, self)
        self._camera.errorOccurred.connect(lambda *_: self._fail())
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._camera.start()

    def _look_whether_there(self) -> None:
        if self._chosen.id() not in [found.id() for found in QMediaDevices.videoInputs()]:
            end(CaptureState.LOST)

    def _fail(self) -> None:
        end(CaptureState.LOST if self._is_running else CaptureState.MISSING)

    def _see(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        self._frame = frame
        if time.monotonic() - self._told_at < 1 / PICTURES_PER_SECOND:
            return
        self._told_at = time.monotonic()
        seen = frame.toImage()
        if seen.isNull():
            return
        tell(Told.PICTURE, encoded(within(seen, PREVIEW), b"JPEG", quality=PREVIEW_QUALITY))
        if not self._is_running:
            self._is_running = True
            tell_state(CaptureState.RUNNING)
        self.look_at(seen)


def _find(device: str) -> QCameraDevice:
    if device == "auto":
        return QMediaDevices.defaultVideoInput()
    wanted = os.path.realpath(device).encode()
    found = [camera for camera in QMediaDevices.videoInputs() if camera.id().data() in {wanted, device.encode()}]
    return found[0] if found else QCameraDevice()


def within(seen: QImage, most: QSize) -> QImage:
    """The picture, no larger than this."""
    if seen.width() <= most.width() and seen.height() <= most.height():
        return seen
    return seen.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def encoded(picture: QImage, kind: bytes, *, quality: int) -> bytes:
    """The picture as a file of this kind, such as ``b"JPEG"``."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    writer.write(picture.convertToFormat(QImage.Format.Format_RGB888))
    return bytes(data.data())
