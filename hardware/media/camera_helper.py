"""Sees: the process behind ``HelperCamera``. What the camera sees goes out small, a photo large and made anew.

    python -m hardware.media.camera_helper DEVICE

DEVICE is ``auto``, a path as ``/dev/video0``, or ``film:PATH``: a film in place of a camera, for showing and for tests.
Asked on standard input: ``take``. Ends with its starter, whose end of the pipe closes.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from hardware.media.helper_process import end, obey, tell_state
from hardware.media.messages import Told, tell
from hardware.ports import CaptureState
from sync.foreign_media.bounds import MOST_SIDE_PX, MediaUnfit
from sync.foreign_media.pictures import picture_anew

FILM = "film:"
PREVIEW = QSize(800, 800)
PREVIEW_QUALITY = 70
PICTURES_PER_SECOND = 12


class Eye(QObject):
    """Looks through a camera, or at a film."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self._frame = QVideoFrame()
        self._told_at = 0.0
        self._is_running = False
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._see)
        self._devices = QMediaDevices(self)
        self._look(device)

    def take(self) -> None:
        """The photo: what is seen now, made anew."""
        seen = self._frame.toImage()
        if seen.isNull():
            return
        large = _within(seen, QSize(MOST_SIDE_PX, MOST_SIDE_PX))
        try:
            tell(Told.PHOTO, picture_anew(_encoded(large, b"PNG", quality=80)))  # PNG: nothing is lost twice
        except MediaUnfit:
            end(CaptureState.LOST)

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
        tell(Told.PICTURE, _encoded(_within(seen, PREVIEW), b"JPEG", quality=PREVIEW_QUALITY))
        if not self._is_running:
            self._is_running = True
            tell_state(CaptureState.RUNNING)


def _find(device: str) -> QCameraDevice:
    if device == "auto":
        return QMediaDevices.defaultVideoInput()
    wanted = os.path.realpath(device).encode()
    found = [camera for camera in QMediaDevices.videoInputs() if camera.id().data() in {wanted, device.encode()}]
    return found[0] if found else QCameraDevice()


def _within(seen: QImage, most: QSize) -> QImage:
    if seen.width() <= most.width() and seen.height() <= most.height():
        return seen
    return seen.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _encoded(picture: QImage, kind: bytes, *, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    writer.write(picture.convertToFormat(QImage.Format.Format_RGB888))
    return bytes(data.data())


def main(device: str) -> None:
    """Look until the starter is gone."""
    application = QGuiApplication([])
    obey(application, word=b"take", deed=Eye(device).take)


if __name__ == "__main__":
    main(sys.argv[1])
