"""Are headphones plugged in, does somebody stand before the station? Asked of the kernel's switches without a library.

Plays nothing and routes nothing. Where a plug goes in, the sound card itself silences the loudspeaker. Headphones
without such a switch (USB, radio) are not noticed, and then answers are treated as if everybody could hear them.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

INPUT_DEVICES = Path("/dev/input")

SWITCHES = 0x05
"""The kind of events a jack makes (``EV_SW``)."""
HEADPHONES = 1 << 0x02
"""The switch of a headphone jack (``SW_HEADPHONE_INSERT``), as a bit."""
NEARNESS = 1 << 0x0B
"""The switch of a sensor that sees somebody before it (``SW_FRONT_PROXIMITY``), as a bit: a motion sensor at a pin,
described to the kernel as ``gpio-keys`` with ``linux,input-type = <5>``, is one."""
ANSWER_BYTES = 8


def _read_request(number: int) -> int:
    """The ``ioctl`` that reads eight bytes of an input device."""
    return 2 << 30 | ANSWER_BYTES << 16 | ord("E") << 8 | number


KNOWN_SWITCHES = _read_request(0x20 + SWITCHES)
"""Which switches a device has (``EVIOCGBIT``)."""
SWITCHES_NOW = _read_request(0x1B)
"""Which of them are on (``EVIOCGSW``)."""

Ask = Callable[[int, int], int]
"""Asks an open device one of the two questions; the answer as bits. Raises OSError."""


def ask_kernel(descriptor: int, request: int) -> int:
    """Ask the device behind this descriptor."""
    return int.from_bytes(fcntl.ioctl(descriptor, request, bytes(ANSWER_BYTES)), "little")


class KernelSwitches:
    """All switches of one kind, given as its bit, among the input devices in ``folder``; there may be several."""

    def __init__(self, switch: int, folder: Path, *, ask: Ask) -> None:
        self._switch = switch
        self._folder = folder
        self._ask = ask
        self._devices: list[int] = []
        self.look()

    def is_on(self) -> bool:
        """Is any of them on?"""
        return any(self._is_used(device) for device in tuple(self._devices))

    def look(self) -> bool:
        """Look for them if none was found yet; to be called now and then. Is there one?"""
        if not self._devices:
            found = (self._open(path) for path in sorted(self._folder.glob("event*")))
            self._devices = [device for device in found if device is not None]
        return bool(self._devices)

    def close(self) -> None:
        """Give the devices back."""
        for device in self._devices:
            os.close(device)
        self._devices.clear()

    def _open(self, path: Path) -> int | None:
        """The open device if it has such a switch, else None."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            if self._ask(descriptor, KNOWN_SWITCHES) & self._switch:
                return descriptor
        except OSError:
            pass  # not an input device, or gone already
        os.close(descriptor)
        return None

    def _is_used(self, device: int) -> bool:
        try:
            return bool(self._ask(device, SWITCHES_NOW) & self._switch)
        except OSError:  # it was pulled out
            self._devices.remove(device)
            os.close(device)
            return False


class JackHeadphones(KernelSwitches):
    """Headphones by the switches of their jacks; a sound card may have several."""

    def __init__(self, folder: Path = INPUT_DEVICES, *, ask: Ask = ask_kernel) -> None:
        super().__init__(HEADPHONES, folder, ask=ask)

    def plugged_in(self) -> bool:
        return self.is_on()


class NearnessSensor(KernelSwitches):
    """Somebody before the station, by a sensor that is a switch to the kernel."""

    def __init__(self, folder: Path = INPUT_DEVICES, *, ask: Ask = ask_kernel) -> None:
        super().__init__(NEARNESS, folder, ask=ask)

    def somebody_is_near(self) -> bool:
        return self.is_on()
