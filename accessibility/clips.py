"""Clips on disk, ready to be heard at once. Only fixed texts of the station and its content; never a person's words.

A file's name is a hash of the text it speaks, so the folder tells what it may hold to anyone who can guess the text.
Therefore only `StationSpeaker.prepare` writes here, for the whole set of fixed texts at a time, at moments that have
nothing to do with any person. Reading leaves no trace either, not even an access time.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import wave
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

from accessibility.rendering import ENGINE, Rendering
from accessibility.speech import Sound
from hardware.ports import BYTES_PER_FRAME, SAMPLE_RATE_HZ
from sync.files import write_durably

MOST_BYTES = 256 * 1024 * 1024
"""Of all clips together: an hour and a half of speech. What finds no room is rendered when it is asked for, which takes
a twentieth of a second longer; the disk is there for what people leave."""


class Clips:
    """The folder of clips: WAV files with the words of the :class:`Sound` behind them. A missing folder is made.

    However much there is to say, they never take more than ``most_bytes``.
    """

    def __init__(self, folder: Path, *, engine: str = ENGINE, most_bytes: int = MOST_BYTES) -> None:
        """``engine`` is what makes the clips: those of another one are not the same."""
        self._folder = folder
        self._engine = engine
        self._most_bytes = most_bytes
        self._bytes = sum(path.stat().st_size for path in folder.glob("*"))

    def read(self, wanted: Rendering) -> Sound | None:
        """A clip, or None if there is none or it cannot be read."""
        path = self._path(wanted)
        if not path.exists():
            return None
        try:
            with open(path, "rb", opener=_without_access_time) as file, wave.open(file) as clip:
                samples = clip.readframes(clip.getnframes())
                return Sound(samples, tuple((frame, word) for frame, word in json.loads(file.read())))
        except (OSError, EOFError, ValueError, wave.Error):
            return None

    def has(self, wanted: Rendering) -> bool:
        """Is this clip here? An empty file, left by a power cut, is none."""
        path = self._path(wanted)
        return path.exists() and path.stat().st_size > 0

    def write(self, wanted: Rendering, sound: Sound) -> bool:
        """Stores a clip of a fixed text; False when there is no room for it. A reader sees all of it or nothing.

        Raises OSError (disk full).
        """
        file = io.BytesIO()
        with wave.open(file, "wb") as clip:
            clip.setnchannels(1)
            clip.setsampwidth(BYTES_PER_FRAME)
            clip.setframerate(SAMPLE_RATE_HZ)
            clip.writeframes(sound.samples)
        content = file.getvalue() + json.dumps(sound.words).encode()
        path = self._path(wanted)
        more = len(content) - _size(path)
        if self._bytes + more > self._most_bytes:
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        write_durably(path, content)
        self._bytes += more
        return True

    def keep_only(self, wanted: Iterable[Rendering]) -> None:
        """Throws away every other file here: clips of old content, what a power cut left unfinished, and the last of
        the wanted ones where all together are too much."""
        kept: set[Path] = set()
        self._bytes = 0
        for path in dict.fromkeys(map(self._path, wanted)):
            if self._bytes + _size(path) <= self._most_bytes:
                kept.add(path)
                self._bytes += _size(path)
        for path in self._folder.glob("*"):
            if path not in kept:
                path.unlink(missing_ok=True)

    def _path(self, wanted: Rendering) -> Path:
        name = hashlib.sha256(json.dumps((self._engine, *astuple(wanted))).encode()).hexdigest()
        return self._folder / f"{name}.wav"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _without_access_time(path: str, flags: int) -> int:
    try:
        return os.open(path, flags | os.O_NOATIME)
    except PermissionError:  # somebody else's file: clips installed by root are read with the mount's own rules
        return os.open(path, flags)
