"""Listens: the process behind ``HelperMicrophone``. Tells how loud it is, and at the end the whole message.

    python -m hardware.media.microphone_helper DEVICE

DEVICE is ``auto``, or a part of the microphone's name. Asked on standard input: ``stop``. Ends with its starter.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource, QMediaDevices, QtAudio

from hardware.media.helper_process import end, obey, tell_state
from hardware.media.messages import Told, tell
from hardware.ports import SPOKEN_RATE_HZ, CaptureState


def find_input(device: str) -> QAudioDevice:
    """The microphone of this name; none (null) when it is not there."""
    if device == "auto":
        return QMediaDevices.defaultAudioInput()
    wanted = device.casefold()
    inputs = QMediaDevices.audioInputs()
    found = [one for one in inputs if wanted in f"{one.description()} {bytes(one.id().data()).decode()}".casefold()]
    return found[0] if found else QAudioDevice()


class Ear(QObject):
    """Listens until it is told to stop, or enough was said."""

    def __init__(self, device: str) -> None:
        super().__init__()
        from sync.foreign_media.speech import SpeechEncoder

        self._input = find_input(device)
        if self._input.isNull():
            end(CaptureState.MISSING)
        self._devices = QMediaDevices(self)
        self._devices.audioInputsChanged.connect(self._look_whether_there)
        self._encoder, self._samples = SpeechEncoder(), bytearray()
        wanted = QAudioFormat()
        wanted.setSampleRate(SPOKEN_RATE_HZ)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._source = QAudioSource(self._input, wanted, self)
        self._source.stateChanged.connect(self._look_at_state)
        self._stream = self._source.start()
        self._stream.readyRead.connect(self._hear)
        self._is_running = False

    def stop(self) -> None:
        """Tell the whole message."""
        from sync.foreign_media.bounds import MediaUnfit

        self._source.stop()
        try:
            opus = self._encoder.finish()
        except MediaUnfit:
            end(CaptureState.SILENT)
        tell(Told.SAMPLES, bytes(self._samples))
        tell(Told.OPUS, opus)
        os._exit(0)

    def _hear(self) -> None:
        heard = bytes(self._stream.readAll().data())
        loud = self._encoder.add(heard)
        self._samples += heard[: self._encoder.frames * 2 - len(self._samples)]
        if not self._is_running:
            self._is_running = True
            tell_state(CaptureState.RUNNING)
        tell(Told.LEVEL, bytes((loud >> 7, int(self._encoder.seconds))))
        if self._encoder.is_full:
            self.stop()

    def _look_whether_there(self) -> None:
        if self._input.id() not in [one.id() for one in QMediaDevices.audioInputs()]:
            end(CaptureState.LOST)

    def _look_at_state(self, _state: QtAudio.State) -> None:
        if self._source.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError):
            end(CaptureState.LOST if self._is_running else CaptureState.MISSING)


def main(device: str) -> None:
    """Listen until the message is over or the starter gone."""
    application = QCoreApplication([])
    obey(application, {b"stop": Ear(device).stop})


if __name__ == "__main__":
    main(sys.argv[1])
