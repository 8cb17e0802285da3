"""Lets sound samples be heard, and silences them at once. Knows nothing of sentences, voices or people.

`QtAudioOut` plays through Qt's audio sink; having no sound device is a normal state of a station and not an error.
`MemoryAudioOut` is its twin for tests and for machines without a loudspeaker.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from accessibility.speech import BYTES_PER_FRAME, DEFAULT_VOLUME_DB, SAMPLE_RATE_HZ, gain

if TYPE_CHECKING:
    from PySide6.QtCore import QIODevice, QTimer
    from PySide6.QtMultimedia import QAudioSink

log = logging.getLogger(__name__)

# The sink holds no more than this, so that hardly anything is still on its way when it is told to be silent.
BUFFER_MS = 60
TICK_MS = 15

Finished = Callable[[], None]
Progress = Callable[[int], None]
"""Told again and again how many frames of the clip have been heard."""


class AudioOut(Protocol):
    """One clip at a time: signed 16 bit, one channel, SAMPLE_RATE_HZ."""

    def open(self) -> bool:
        """Wakes the sound device up, so that the first clip is not late. False if there is none."""

    def play(self, samples: bytes, finished: Finished, progress: Progress) -> bool:
        """Silences what is playing and plays this; `finished` is called when all of it was heard.

        False if nothing can be heard here; then `finished` is never called.
        """

    def stop(self) -> None:
        """Silence now. The clip is forgotten and its `finished` is never called."""

    def pause(self) -> None:
        """Holds the clip where it is."""

    def resume(self) -> None:
        """Goes on with the held clip."""

    def set_volume(self, decibels: int) -> None:
        """Decibels below full scale, at once and for all clips after."""

    def close(self) -> None:
        """Gives the sound device back."""


class QtAudioOut:
    """AudioOut by QAudioSink. The sink stays open between clips: waking a sound server up takes half a second."""

    def __init__(self) -> None:
        self._sink: QAudioSink | None = None
        self._device: QIODevice | None = None
        self._timer: QTimer | None = None
        self._rest = memoryview(b"")
        self._given = 0  # bytes of the clip that the sink has got
        self._finished: Finished | None = None
        self._progress: Progress = lambda _: None
        self._volume = gain(DEFAULT_VOLUME_DB)
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
        wanted.setSampleRate(SAMPLE_RATE_HZ)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink = QAudioSink(output, wanted)
        self._sink.setBufferSize(SAMPLE_RATE_HZ * BYTES_PER_FRAME * BUFFER_MS // 1000)
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


class MemoryAudioOut:
    """AudioOut in memory: `heard` are the clips that began, `playing` what is to be heard now; `finish` ends it
    and `reach` says how far it is."""

    def __init__(self, *, available: bool = True) -> None:
        self.available = available
        self.heard: list[bytes] = []
        self.playing: bytes | None = None
        self.paused = False
        self.volume_db = DEFAULT_VOLUME_DB
        self.reach: Progress = lambda _: None
        self._finished: Finished | None = None

    def open(self) -> bool:
        return self.available

    def play(self, samples: bytes, finished: Finished, progress: Progress) -> bool:
        self.stop()
        if not self.available:
            return False
        self.heard.append(samples)
        self.playing, self._finished, self.paused = samples, finished, False
        self.reach = progress
        return True

    def stop(self) -> None:
        self.playing, self._finished, self.paused = None, None, False

    def pause(self) -> None:
        self.paused = self.playing is not None

    def resume(self) -> None:
        self.paused = False

    def set_volume(self, decibels: int) -> None:
        self.volume_db = decibels

    def close(self) -> None:
        self.stop()

    def finish(self) -> None:
        """The clip has been heard to its end."""
        finished = self._finished
        self.stop()
        if finished:
            finished()
