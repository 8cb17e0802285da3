"""Twins of the devices, in memory: for tests and for machines that do not have them."""

from __future__ import annotations

import os

from hardware.ports import Finished, FinishedJob, Key, PrinterState, PrintJob, PrintResult, Progress


class MemoryPrinter:
    """Printer that keeps its `receipts` (PNG) and is in the state it is told to be in."""

    def __init__(self, *, width_dots: int = 512) -> None:
        self.width_dots = width_dots
        self.receipts: list[bytes] = []
        self.now = PrinterState.READY

    def state(self) -> PrinterState:
        return self.now

    def print_receipt(self, png: bytes) -> PrintJob:
        if self.now is PrinterState.READY:
            self.receipts.append(png)
        return FinishedJob(PrintResult(self.now, f"the printer twin is {self.now}"))


class MemoryKeypad:
    """Keypad whose keys are pressed by `press`. A pipe wakes whoever waits for it, as the device would."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._waiting, self._waking = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.plugged_in = True

    def press(self, *keys: Key) -> None:
        """These keys come down and up, one after the other."""
        if self.plugged_in:
            self._keys += keys
            os.write(self._waking, b"k" * len(keys))

    def fileno(self) -> int | None:
        return self._waiting if self.plugged_in else None

    def pressed(self) -> tuple[Key, ...]:
        keys, self._keys = tuple(self._keys), []
        if keys:
            os.read(self._waiting, len(keys))
        return keys

    def look(self) -> bool:
        return self.plugged_in

    def close(self) -> None:
        self.plugged_in = False
        for end in (self._waiting, self._waking):
            os.close(end)


class MemoryHeadphones:
    """Headphones that are plugged in when ``on`` says so."""

    def __init__(self, *, on: bool = False) -> None:
        self.on = on

    def plugged_in(self) -> bool:
        return self.on

    def look(self) -> bool:
        return True

    def close(self) -> None:
        self.on = False


class MemoryNearness:
    """Somebody stands there when ``there`` says so."""

    def __init__(self) -> None:
        self.there = False

    def somebody_is_near(self) -> bool:
        return self.there

    def look(self) -> bool:
        return True

    def close(self) -> None:
        self.there = False


class MemoryAudioOut:
    """AudioOut in memory: `heard` are the clips that began, `playing` what is to be heard now; `finish` ends it
    and `reach` says how far it is."""

    def __init__(self, *, available: bool = True) -> None:
        self.available = available
        self.heard: list[bytes] = []
        self.playing: bytes | None = None
        self.paused = False
        self.volume_db: int | None = None
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
