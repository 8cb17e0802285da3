"""Twins of the devices, in memory: for tests and for machines that do not have them."""

from __future__ import annotations

import os

from hardware.ports import (
    CaptureState,
    Finished,
    FinishedJob,
    Key,
    PowerSupply,
    PrinterState,
    PrintJob,
    PrintResult,
    Progress,
    SpokenMessage,
)


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


class MemoryBacklight:
    """Backlight that has the ``now`` part of its brightness; None: it cannot be set."""

    def __init__(self, now: float | None = 1.0) -> None:
        self.now = now

    def part(self) -> float | None:
        return self.now

    def set_part(self, part: float) -> None:
        if self.now is not None:
            self.now = part


class MemoryLightSensor:
    """Light sensor that tells ``now`` lux; None: there is none."""

    def __init__(self, now: float | None = None) -> None:
        self.now = now

    def look(self) -> bool:
        return self.now is not None

    def lux(self) -> float | None:
        return self.now

    def close(self) -> None:
        self.now = None


class MemoryLamp:
    """Lamp that is lit as ``is_lit`` says, until it is not ``plugged_in`` any more."""

    def __init__(self, *, plugged_in: bool = True) -> None:
        self.plugged_in = plugged_in
        self.is_lit = False

    def is_there(self) -> bool:
        return self.plugged_in

    def light(self, *, on: bool) -> None:
        self.is_lit = on and self.plugged_in


class MemoryPower:
    """A battery that is as ``now`` says; None: there is none. ``turned_off`` says that the machine was."""

    def __init__(self, now: PowerSupply | None = None) -> None:
        self.now = now
        self.turned_off = False

    def look(self) -> bool:
        return self.now is not None

    def supply(self) -> PowerSupply | None:
        return self.now

    def turn_off(self) -> None:
        self.turned_off = True

    def close(self) -> None:
        self.now = None


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


class MemoryCamera:
    """Camera that sees ``sees`` (JPEG), until it is ``unplug``ged. Its photos are what it saw."""

    def __init__(self, sees: bytes = b"", *, plugged_in: bool = True) -> None:
        self.sees = sees
        self.plugged_in = plugged_in
        self._state, self._photo = CaptureState.OFF, b""

    def unplug(self) -> None:
        """It is pulled out, also in the middle of a preview."""
        self.plugged_in = False
        if self._state in {CaptureState.WAKING, CaptureState.RUNNING}:
            self._state = CaptureState.LOST

    def is_there(self) -> bool:
        return self.plugged_in

    def open(self) -> None:
        self._photo = b""
        self._state = CaptureState.RUNNING if self.plugged_in else CaptureState.MISSING

    def state(self) -> CaptureState:
        return self._state

    def picture(self) -> bytes:
        return self.sees if self._state is CaptureState.RUNNING else b""

    def take(self) -> None:
        if self._state is CaptureState.RUNNING:
            self._photo, self._state = self.sees, CaptureState.TAKEN

    def photo(self) -> bytes:
        return self._photo

    def close(self) -> None:
        self._state, self._photo = CaptureState.OFF, b""


class MemoryScanner:
    """Scanner that sees ``sees`` (JPEG) until it is ``unplug``ged; ``hold`` holds a code before it."""

    def __init__(self, sees: bytes = b"", *, plugged_in: bool = True, has_lamp: bool = False) -> None:
        self.sees = sees
        self.plugged_in = plugged_in
        self.has_lamp = has_lamp
        self.is_lit = False
        self._state, self._code = CaptureState.OFF, ""

    def hold(self, code: str) -> None:
        """This code is held before it."""
        if self._state is CaptureState.RUNNING:
            self._state, self._code = CaptureState.TAKEN, code

    def unplug(self) -> None:
        """It is pulled out, also while it looks."""
        self.plugged_in = False
        if self._state is CaptureState.RUNNING:
            self._state = CaptureState.LOST

    def is_there(self) -> bool:
        return self.plugged_in

    def open(self) -> None:
        self._code = ""
        self._state = CaptureState.RUNNING if self.plugged_in else CaptureState.MISSING

    def state(self) -> CaptureState:
        return self._state

    def picture(self) -> bytes:
        return self.sees if self._state is CaptureState.RUNNING else b""

    def code(self) -> str:
        return self._code

    def go_on(self) -> None:
        if self._state is CaptureState.TAKEN:
            self._state, self._code = CaptureState.RUNNING, ""

    def has_light(self) -> bool:
        return self.has_lamp and self._state is CaptureState.RUNNING

    def light(self, *, on: bool) -> None:
        self.is_lit = on and self.has_light()

    def close(self) -> None:
        self._state, self._code, self.is_lit = CaptureState.OFF, "", False


class MemoryMicrophone:
    """Microphone to which ``message`` is said; None stands for silence. ``fail`` ends a recording."""

    def __init__(self, message: SpokenMessage | None = None, *, plugged_in: bool = True) -> None:
        self.says = message
        self.plugged_in = plugged_in
        self.loudness, self.heard_seconds = 0.4, 0
        self._state = CaptureState.OFF

    def unplug(self) -> None:
        """It is pulled out, also in the middle of a sentence."""
        self.plugged_in = False
        if self._state is CaptureState.RUNNING:
            self._state = CaptureState.LOST

    def is_there(self) -> bool:
        return self.plugged_in

    def record(self) -> None:
        self._state = CaptureState.RUNNING if self.plugged_in else CaptureState.MISSING

    def state(self) -> CaptureState:
        return self._state

    def level(self) -> float:
        return self.loudness if self._state is CaptureState.RUNNING else 0.0

    def seconds(self) -> int:
        return self.heard_seconds

    def stop(self) -> None:
        if self._state is CaptureState.RUNNING:
            self._state = CaptureState.TAKEN if self.says else CaptureState.SILENT

    def message(self) -> SpokenMessage | None:
        return self.says if self._state is CaptureState.TAKEN else None

    def close(self) -> None:
        self._state = CaptureState.OFF
