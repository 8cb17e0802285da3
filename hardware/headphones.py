"""Are headphones plugged in? Asked of the kernel's jack switches without a library. Plays nothing and routes nothing.

Where a plug goes in, the sound card itself silences the loudspeaker. Headphones without such a switch (USB, radio)
are not noticed, and then answers are treated as if everybody could hear them.
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


class JackHeadphones:
    """Headphones by the jack switches among the input devices in ``folder``; a sound card may have several."""

    def __init__(self, folder: Path = INPUT_DEVICES, *, ask: Ask = ask_kernel) -> None:
        self._folder = folder
        self._ask = ask
        self._jacks: list[int] = []
        self.look()

    def plugged_in(self) -> bool:
        return any(self._is_used(jack) for jack in tuple(self._jacks))

    def look(self) -> bool:
        if not self._jacks:
            self._jacks = [
                jack for path in sorted(self._folder.glob("event*")) if (jack := self._open(path)) is not None
            ]
        return bool(self._jacks)

    def close(self) -> None:
        for jack in self._jacks:
            os.close(jack)
        self._jacks.clear()

    def _open(self, path: Path) -> int | None:
        """The open device if it is a headphone jack, else None."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            if self._ask(descriptor, KNOWN_SWITCHES) & HEADPHONES:
                return descriptor
        except OSError:
            pass  # not an input device, or gone already
        os.close(descriptor)
        return None

    def _is_used(self, jack: int) -> bool:
        try:
            return bool(self._ask(jack, SWITCHES_NOW) & HEADPHONES)
        except OSError:  # the sound card was pulled out
            self._jacks.remove(jack)
            os.close(jack)
            return False
