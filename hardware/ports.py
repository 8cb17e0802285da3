"""What the station asks of its devices, one small protocol each. No device is touched here.

The twins for tests and for machines without the device are in `fakes`; `detect` picks the ones a station has.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PrinterState(StrEnum):
    """How the receipt printer is, as far as it tells. Citizens are told in their own language by this name."""

    READY = "ready"
    BUSY = "busy"
    PAPER_OUT = "paper_out"
    UNPLUGGED = "unplugged"
    TROUBLE = "trouble"
    """Anything else: switched off, lid open, not allowed, not answering."""


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
