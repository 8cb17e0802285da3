"""Runs inside a process of its own: the station's speaker, told to speak and to be silent.

python -m tests.bench.speech_kiosk FOLDER
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from accessibility.clips import Clips
from accessibility.speech import DEFAULT_VOLUME_DB
from accessibility.station_speaker import StationSpeaker
from accessibility.voice import HelperVoice
from hardware.fakes import MemoryAudioOut
from hardware.media.audio_out import QtAudioOut
from hardware.ports import AudioOut, Finished, Progress
from tests.bench.figures import percentile, rounded
from tests.bench.speech import SENTENCES, TEXT

PATIENCE_S = 10.0


class TimedAudioOut:
    """AudioOut that notes when the first samples of a clip have been handed over."""

    def __init__(self, out: AudioOut) -> None:
        self._out = out
        self.first_sample_at: float | None = None

    def open(self) -> bool:
        return self._out.open()

    def play(self, samples: bytes, finished: Finished, progress: Progress) -> bool:
        played = self._out.play(samples, finished, progress)
        self.first_sample_at = time.perf_counter()
        return played

    def stop(self) -> None:
        self._out.stop()

    def pause(self) -> None:
        self._out.pause()

    def resume(self) -> None:
        self._out.resume()

    def set_volume(self, decibels: int) -> None:
        self._out.set_volume(decibels)

    def close(self) -> None:
        self._out.close()


def main(folder: str) -> None:
    """Print the figures as one line of JSON."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QCoreApplication([sys.argv[0]])
    device = QtAudioOut()
    has_device = device.open()
    audio = TimedAudioOut(device if has_device else MemoryAudioOut())
    speaker = StationSpeaker(voice=HelperVoice(), audio=audio, clips=Clips(Path(folder) / "clips"))
    speaker.set_volume(DEFAULT_VOLUME_DB)
    speaker.warm()
    fixed = [TEXT.format(number=number) for number in range(SENTENCES)]
    speaker.prepare({"de": fixed})
    wait(application, lambda: len(list((Path(folder) / "clips").glob("*.wav"))) == SENTENCES)
    clip, silent = act(application, speaker, audio, fixed)
    fresh, silent_fresh = act(application, speaker, audio, [f"{text} Wirklich." for text in fixed])
    figures = {"clip": clip, "fresh": fresh, "silence": silent + silent_fresh}
    print(
        json.dumps(
            {f"{name}_p50_ms": rounded(percentile(samples, 0.5)) for name, samples in figures.items()}
            | {f"{name}_p99_ms": rounded(percentile(samples, 0.99)) for name, samples in figures.items()}
            | {"sound_server": float(has_device)}
        )
    )
    speaker.close()


def act(
    application: QCoreApplication, speaker: StationSpeaker, audio: TimedAudioOut, texts: list[str]
) -> tuple[list[float], list[float]]:
    """Speak each text and be silent again: milliseconds to the first sample, and to silence."""
    to_sound, to_silence = [], []
    for text in texts:
        audio.first_sample_at = None
        begun = time.perf_counter()
        speaker.speak([text], "de")
        wait(application, lambda: audio.first_sample_at is not None)
        assert audio.first_sample_at is not None
        to_sound.append((audio.first_sample_at - begun) * 1000)
        wait_ms(application, 40)
        begun = time.perf_counter()
        speaker.stop()
        to_silence.append((time.perf_counter() - begun) * 1000)
    return to_sound, to_silence


def wait(application: QCoreApplication, done: Callable[[], bool]) -> None:
    """Let events come until it is done. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        application.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError("nothing was to be heard")


def wait_ms(application: QCoreApplication, milliseconds: int) -> None:
    """Let events come for so long."""
    until = time.monotonic() + milliseconds / 1000
    wait(application, lambda: time.monotonic() > until)


if __name__ == "__main__":
    main(sys.argv[1])
