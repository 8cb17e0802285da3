"""What the station asks of its devices, one small protocol each. No device is touched here.

The twins for tests and for machines without the device are in `fakes`; `detect` picks the ones a station has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sync.foreign_media import bounds


class PrinterState(StrEnum):
    """How the receipt printer is, as far as it tells. Citizens are told in their own language by this name."""

    READY = "ready"
    BUSY = "busy"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    JAMMED = "jammed"
    """Its cutter or its mechanics have stopped, most often because paper is stuck."""
    UNPLUGGED = "unplugged"
    TROUBLE = "trouble"
    """Anything else: switched off, not allowed, not answering."""


@dataclass(frozen=True)
class PrintResult:
    """How a print job ended: READY means the receipt is out. `words` say the rest plainly, for staff and the log."""

    state: PrinterState
    words: str

    @property
    def ok(self) -> bool:
        """Is the receipt out?"""
        return self.state is PrinterState.READY


class PrintJob(Protocol):
    """A receipt on its way."""

    def poll(self) -> PrintResult | None:
        """How it ended, or None while it is still on its way. Returns at once."""


class Printer(Protocol):
    """A receipt printer. No call waits for the device, and none raises because of it."""

    @property
    def width_dots(self) -> int:
        """How wide a receipt may be drawn, in printer dots (one pixel each)."""

    def state(self) -> PrinterState:
        """What is known without asking the device: plugged in, busy, and what the last job met."""

    def print_receipt(self, png: bytes) -> PrintJob:
        """Prints a picture (PNG, at most `width_dots` wide), feeds and cuts. The picture is written to no file."""


@dataclass(frozen=True)
class FinishedJob:
    """A job that has already ended."""

    result: PrintResult

    def poll(self) -> PrintResult:
        return self.result


class Key(StrEnum):
    """A key of the tactile keypad or a switch, by what it is for."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    SELECT = "select"
    HELP = "help"
    REPEAT = "repeat"
    PAUSE = "pause"
    LOUDER = "louder"
    SOFTER = "softer"
    FASTER = "faster"
    SLOWER = "slower"
    SWITCH_NEXT = "switch_next"
    """The first of two switches: on to the next control."""
    SWITCH_SELECT = "switch_select"
    """The second of two switches: this one."""


class Keypad(Protocol):
    """Keys that are felt: a tactile keypad, or switches for people who use one or two large buttons.

    No call waits, and none raises because of the device. A device that is pulled out and plugged in again works on.
    """

    def fileno(self) -> int | None:
        """What becomes readable when a key is used; None while the device is not there."""

    def pressed(self) -> tuple[Key, ...]:
        """The keys that came down since the last call, in order. A held key is one key (R24)."""

    def look(self) -> bool:
        """Look whether a missing device has been plugged in again; to be called now and then. Is it there?"""

    def close(self) -> None:
        """Give the device back."""


class Headphones(Protocol):
    """Whether somebody listens in private. No call waits, and none raises; without a jack nothing is plugged in."""

    def plugged_in(self) -> bool:
        """Are headphones plugged in now?"""

    def look(self) -> bool:
        """Look for a jack if none was found yet; to be called now and then. Is there one?"""

    def close(self) -> None:
        """Give the devices back."""


class Nearness(Protocol):
    """Whether somebody stands before the station. No call waits, and none raises; without a sensor nobody ever does."""

    def somebody_is_near(self) -> bool:
        """Does somebody stand there now?"""

    def look(self) -> bool:
        """Look for a sensor if none was found yet; to be called now and then. Is there one?"""

    def close(self) -> None:
        """Give the devices back."""


class Backlight(Protocol):
    """How bright the display is. No call waits, and none raises; where nothing can be set, nothing happens."""

    def part(self) -> float | None:
        """Which part of its most it has now, from 0 to 1; None where it cannot be set."""

    def set_part(self, part: float) -> None:
        """From now on this part, never none at all."""


class LightSensor(Protocol):
    """How light it is around the station. No call waits, and none raises."""

    def look(self) -> bool:
        """Look for a sensor if none was found yet; to be called now and then. Is there one?"""

    def lux(self) -> float | None:
        """The light as last measured, in lux; None where nothing is known."""

    def close(self) -> None:
        """Measure nothing more."""


class Lamp(Protocol):
    """A lamp that is seen from afar. No call waits, and none raises."""

    def is_there(self) -> bool:
        """Is one plugged in? Looked for anew at each call."""

    def light(self, *, on: bool) -> None:
        """Light it or put it out; without one nothing happens."""


class Charge(StrEnum):
    """How far the power of a battery reaches."""

    ENOUGH = "enough"
    LOW = "low"
    """Somebody should plug the station in."""
    CRITICAL = "critical"
    """Time to come to an end: soon there is none."""


@dataclass(frozen=True)
class PowerSupply:
    """How a battery, or a supply that bridges a power cut, is."""

    charge: Charge
    is_plugged_in: bool = False
    percent: int = 100
    seconds_left: int | None = None
    """For about how long it lasts; None where nobody can tell."""


class Power(Protocol):
    """Where the station's power comes from. No call waits, and none raises; a station without a battery has none."""

    def look(self) -> bool:
        """Look how it is now; to be called about every second. Is there a battery?"""

    def supply(self) -> PowerSupply | None:
        """How the battery was when last looked at; None where there is none."""

    def turn_off(self) -> None:
        """Ask the machine to end all programs in order and turn itself off."""

    def close(self) -> None:
        """Ask nothing more."""


SAMPLE_RATE_HZ = 22_050
BYTES_PER_FRAME = 2
"""Sound, wherever it goes: one channel, signed 16 bit, little endian."""

Finished = Callable[[], None]
Progress = Callable[[int], None]
"""Told again and again how many frames of the clip have been heard."""


class AudioOut(Protocol):
    """What is heard, one clip at a time: signed 16 bit, one channel, SAMPLE_RATE_HZ. Silent until a volume is set."""

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


class CaptureState(StrEnum):
    """How far a camera or a microphone is. Citizens are told in their own language by this name."""

    OFF = "off"
    WAKING = "waking"
    RUNNING = "running"
    TAKEN = "taken"
    """There is a photo, or a spoken message."""
    MISSING = "missing"
    """None is plugged in, or it may not be used."""
    LOST = "lost"
    """It was there and is gone, or its helper has died: it may be tried again."""
    SILENT = "silent"
    """The message is over, and nothing was to be heard."""


class Camera(Protocol):
    """A camera. No call waits for it, and none raises because of it; what it sees is in memory only."""

    def is_there(self) -> bool:
        """Is one plugged in? Looked for anew at each call."""

    def open(self) -> None:
        """Show what it sees from now on. What was taken before is forgotten."""

    def state(self) -> CaptureState:
        """How far it is."""

    def picture(self) -> bytes:
        """What it sees now, small, as JPEG; empty before the first picture."""

    def take(self) -> None:
        """Take a photo of what it sees now; ``state`` says when it is there."""

    def photo(self) -> bytes:
        """The photo: JPEG, at most 2000 pixels a side, without any metadata. Empty before."""

    def close(self) -> None:
        """Give the camera back and forget everything."""


MOST_SCANNED_CHARACTERS = 1_000
"""Of what a printed code says; nothing a station asks for is longer."""


class CodeScanner(Protocol):
    """Reads a printed code (QR code, data matrix) that is held before it. No call waits, and none raises because of it.

    What a code says comes from whoever printed it: whoever asks takes what has the shape of what was asked for.
    """

    def is_there(self) -> bool:
        """Is one plugged in? Looked for anew at each call."""

    def open(self) -> None:
        """Look from now on. What was read before is forgotten."""

    def state(self) -> CaptureState:
        """How far it is; TAKEN: a code was read."""

    def picture(self) -> bytes:
        """What it sees now, small, as JPEG; empty before the first picture."""

    def code(self) -> str:
        """What the code says, at most ``MOST_SCANNED_CHARACTERS``; empty before."""

    def go_on(self) -> None:
        """Forget this code and look for the next one."""

    def has_light(self) -> bool:
        """A lamp belongs to it, known once it is running."""

    def light(self, *, on: bool) -> None:
        """Switch the lamp; without one nothing happens."""

    def close(self) -> None:
        """Give the device back and forget everything; the lamp goes out."""


@dataclass(frozen=True)
class SpokenMessage:
    """What somebody has said: as Ogg Opus, and how long it is."""

    opus: bytes
    seconds: int
    samples: bytes
    """The same to be heard again: signed 16 bit, one channel, ``SPOKEN_RATE_HZ``."""


SPOKEN_RATE_HZ = bounds.SPEECH_RATE_HZ
MOST_SPOKEN_SECONDS = bounds.MOST_SPOKEN_SECONDS


class Microphone(Protocol):
    """A microphone, also that of a handset. No call waits for it, and none raises because of it; memory only."""

    def is_there(self) -> bool:
        """Is one plugged in? Looked for anew at each call."""

    def record(self) -> None:
        """Listen from now on, at most ``MOST_SPOKEN_SECONDS``. What was said before is forgotten."""

    def state(self) -> CaptureState:
        """How far it is."""

    def level(self) -> float:
        """How loud it is now, from 0 to 1."""

    def seconds(self) -> int:
        """How long it has been listening."""

    def stop(self) -> None:
        """That was all; ``state`` says when it can be heard again."""

    def message(self) -> SpokenMessage | None:
        """What was said; None before."""

    def close(self) -> None:
        """Give the microphone back and forget everything."""
