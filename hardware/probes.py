"""Trying devices out where they are used: what is plugged in, and what really answers. Decides nothing, waits for none.

``self_test`` does the same for a program that may wait.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from hardware.ports import Camera, CaptureState, CodeScanner, Lamp, Microphone, Printer, PrinterState


class DeviceKind(StrEnum):
    """What a station may have."""

    PRINTER = "printer"
    CAMERA = "camera"
    SCANNER = "scanner"
    MICROPHONE = "microphone"
    HEADPHONES = "headphones"
    KEYS = "keys"
    NEARNESS = "nearness"
    LIGHT = "light"
    LAMP = "lamp"


class DeviceStand(StrEnum):
    """How a device is. Attendants are told in their own language by this name."""

    MISSING = "missing"
    THERE = "there"
    """Plugged in; whether it works only trying out tells."""
    WORKS = "works"
    BROKEN = "broken"
    """It is there and does not answer."""
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    JAMMED = "jammed"
    PRINTER_TROUBLE = "printer_trouble"
    """A printer that tells no more than that something is wrong."""


class Probe(Protocol):
    """One device, to be tried out. No call waits, and none raises."""

    def begin(self) -> None:
        """Try it out from now on."""

    def stand(self) -> DeviceStand:
        """How it is, as far as is known now."""

    def end(self) -> None:
        """Leave it as it was; nothing it has seen or heard is kept."""


class LookProbe:
    """A device of which can only be told whether it is there."""

    def __init__(self, look: Callable[[], bool]) -> None:
        self._look = look

    def begin(self) -> None: ...

    def stand(self) -> DeviceStand:
        return DeviceStand.THERE if self._look() else DeviceStand.MISSING

    def end(self) -> None: ...


class CaptureProbe:
    """Camera, scanner or microphone: ``begin`` is its own way to begin."""

    def __init__(self, device: Camera | CodeScanner | Microphone, begin: Callable[[], None]) -> None:
        self._device = device
        self._begin = begin

    def begin(self) -> None:
        self._begin()

    def stand(self) -> DeviceStand:
        if not self._device.is_there():
            return DeviceStand.MISSING
        state = self._device.state()
        if state in {CaptureState.RUNNING, CaptureState.TAKEN, CaptureState.SILENT}:
            return DeviceStand.WORKS
        return DeviceStand.BROKEN if state in {CaptureState.LOST, CaptureState.MISSING} else DeviceStand.THERE

    def end(self) -> None:
        self._device.close()


class LampProbe:
    """A lamp, which is lit meanwhile: whoever stands there sees whether it works."""

    def __init__(self, lamp: Lamp) -> None:
        self._lamp = lamp

    def begin(self) -> None:
        self._lamp.light(on=True)

    def stand(self) -> DeviceStand:
        return DeviceStand.THERE if self._lamp.is_there() else DeviceStand.MISSING

    def end(self) -> None:
        self._lamp.light(on=False)


class PrinterProbe:
    """The receipt printer, by what is known without printing and by what its last job met."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def begin(self) -> None: ...

    def stand(self) -> DeviceStand:
        stands = {
            PrinterState.READY: DeviceStand.THERE,
            PrinterState.BUSY: DeviceStand.THERE,
            PrinterState.PAPER_OUT: DeviceStand.PAPER_OUT,
            PrinterState.COVER_OPEN: DeviceStand.COVER_OPEN,
            PrinterState.JAMMED: DeviceStand.JAMMED,
            PrinterState.UNPLUGGED: DeviceStand.MISSING,
        }
        return stands.get(self._printer.state(), DeviceStand.PRINTER_TROUBLE)

    def end(self) -> None: ...
