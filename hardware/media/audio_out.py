"""Sound samples made audible by Qt's audio sink, and silenced at once. Knows nothing of sentences, voices or people.

Having no sound device is a normal state of a station and not an error. Qt's media library is loaded when something is
to be heard first.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hardware.ports import BYTES_PER_FRAME, SAMPLE_RATE_HZ, Finished, Progress

if TYPE_CHECKING:
    from PySide6.QtCore import QIODevice, QTimer
    from PySide6.QtMultimedia import QAudioSink

log = logging.getLogger(__name__)

# The sink holds no more than this, so that hardly anything is still on its way when it is told to be silent.
BUFFER_MS = 60
TICK_MS = 15


def gain(decibels: int) -> float:
    """Decibels below full scale as a factor of amplitude, 0..1."""
    return float(10 ** (decibels / 20))


class QtAudioOut:
    """AudioOut by QAudioSink. The sink stays open between clips: waking a sound server up takes half a second."""

    def __init__(self, *, rate_hz: int = SAMPLE_RATE_HZ) -> None:
        """``rate_hz`` is how many of the samples it is given make a second."""
        self._rate_hz = rate_hz
        self._sink: QAudioSink | None = None
        self._device: QIODevice | None = None
        self._timer: QTimer | None = None
        self._rest = memoryview(b"")
        self._given = 0  # bytes of the clip that the sink has got
        self._finished: Finished | None = None
        self._progress: Progress = lambda _: None
        self._volume = 0.0
        self._said_missing = False

    def open(self) -> bool:
        if self._sink and not self._is_broken(self._sink):
            return True
        self.close()
        from PySide6.QtCore import QTimer
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

        output = QMediaDevices.defaultAudioOutput()
        if output.isNull():
            self._say_missing()
            return False
        wanted = QAudioFormat()
        wanted.setSampleRate(self._rate_hz)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink = QAudioSink(output, wanted)
        self._sink.setBufferSize(self._rate_hz * BYTES_PER_FRAME * BUFFER_MS // 1000)
        self._sink.setVolume(self._volume)
        self._device = self._sink.start()
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._feed)
        self._said_missing = False
        return not self._is_broken(self._sink)

    def play(self, samples: bytes, finished: Finished, progress: Progress) -> bool:
        self.stop()
        if not self.open() or not self._timer:
            return False
        self._rest = memoryview(samples)
        self._given = 0
        self._finished, self._progress = finished, progress
        self._timer.start()
        self._feed()
        return True

    def stop(self) -> None:
        if not self._sink or not self._finished:
            return
        self._forget_clip()
        # Drops what the sound server already has. The stream is opened again at once and stays awake.
        self._sink.reset()
        self._device = self._sink.start()

    def pause(self) -> None:
        if self._sink and self._timer and self._finished:
            self._timer.stop()
            self._sink.suspend()

    def resume(self) -> None:
        if self._sink and self._timer and self._finished:
            self._sink.resume()
            self._timer.start()

    def set_volume(self, decibels: int) -> None:
        self._volume = gain(decibels)
        if self._sink:
            self._sink.setVolume(self._volume)

    def close(self) -> None:
        self._forget_clip()
        if self._sink:
            self._sink.stop()
        self._sink = self._device = self._timer = None

    def _feed(self) -> None:
        """Gives the sink what it has room for; notices the end of the clip, or that the device is gone."""
        if not self._sink or not self._device or not self._finished:
            return
        if self._is_broken(self._sink):
            log.warning("the sound device is gone")
            self._end_clip()
            return
        if self._rest:
            written = self._device.write(bytes(self._rest[: self._sink.bytesFree()]))
            self._rest = self._rest[max(written, 0) :]
            self._given += max(written, 0)
            self._tell_progress(self._sink)
        elif self._sink.bytesFree() >= self._sink.bufferSize():
            self._end_clip()
        else:
            self._tell_progress(self._sink)

    def _tell_progress(self, sink: QAudioSink) -> None:
        waiting = sink.bufferSize() - sink.bytesFree()
        self._progress(max(self._given - waiting, 0) // BYTES_PER_FRAME)

    def _end_clip(self) -> None:
        finished = self._finished
        self._forget_clip()
        if finished:
            finished()

    def _forget_clip(self) -> None:
        self._rest = memoryview(b"")
        self._finished = None
        if self._timer:
            self._timer.stop()

    def _say_missing(self) -> None:
        if not self._said_missing:
            log.warning("no sound device: texts are shown and not read aloud")
        self._said_missing = True

    @staticmethod
    def _is_broken(sink: QAudioSink) -> bool:
        from PySide6.QtMultimedia import QtAudio

        return sink.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)
