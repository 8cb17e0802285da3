"""Tactile keypads and switches, read from the kernel's input devices without a library. Knows no screen and no Qt.

The device is grabbed: its keys come here alone, and not a second time through the display server.
"""

from __future__ import annotations

import fcntl
import os
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

from hardware.ports import Key

EVENT = struct.Struct("@llHHi")
"""One event as the kernel writes it (``struct input_event``): seconds, microseconds, type, code, value."""

EV_KEY = 0x01
PRESSED = 1
"""The value of a key that comes down; 0 is up, 2 is a repetition while it is held."""

EVIOCGRAB = 0x40044590
"""Ask the kernel to give the device's events to nobody else."""

READ_AT_ONCE = 64 * EVENT.size

KEYPAD_KEYS: Mapping[int, Key] = {
    103: Key.UP,
    108: Key.DOWN,
    105: Key.LEFT,
    106: Key.RIGHT,
    28: Key.SELECT,  # enter
    57: Key.SELECT,  # space
    96: Key.SELECT,  # enter of a number block
    352: Key.SELECT,  # ok
    353: Key.SELECT,  # select
    138: Key.HELP,
    59: Key.HELP,  # F1
    129: Key.REPEAT,  # again
    60: Key.REPEAT,  # F2
    119: Key.PAUSE,
    164: Key.PAUSE,  # play or pause
    115: Key.LOUDER,
    114: Key.SOFTER,
    208: Key.FASTER,  # fast forward
    104: Key.FASTER,  # page up
    168: Key.SLOWER,  # rewind
    109: Key.SLOWER,  # page down
}
"""Key codes of the kernel (``linux/input-event-codes.h``) on a keypad, and what they are for."""

SWITCH_KEYS: Mapping[int, Key] = {
    57: Key.SWITCH_NEXT,  # space
    2: Key.SWITCH_NEXT,  # the figure 1
    256: Key.SWITCH_NEXT,  # first button of a box that calls itself neither mouse nor keyboard
    272: Key.SWITCH_NEXT,  # first mouse button
    288: Key.SWITCH_NEXT,  # first button of a joystick
    28: Key.SWITCH_SELECT,  # enter
    3: Key.SWITCH_SELECT,  # the figure 2
    257: Key.SWITCH_SELECT,
    273: Key.SWITCH_SELECT,
    289: Key.SWITCH_SELECT,
}
"""The same for boxes with sockets for two switches: most of them say they are a keyboard, some a mouse or joystick."""


def open_grabbed(device: Path) -> int:
    """Open an input device for reading, without waiting, for nobody but us. Raises OSError."""
    descriptor = os.open(device, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.ioctl(descriptor, EVIOCGRAB, 1)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


class EvdevKeypad:
    """Keypad at an input device (``/dev/input/by-id/...-event-kbd``); ``keys`` says what its key codes are for."""

    def __init__(
        self, device: Path, keys: Mapping[int, Key], *, open_device: Callable[[Path], int] = open_grabbed
    ) -> None:
        self._device = device
        self._keys = keys
        self._open = open_device
        self._descriptor: int | None = None
        self.look()

    def fileno(self) -> int | None:
        return self._descriptor

    def pressed(self) -> tuple[Key, ...]:
        keys: list[Key] = []
        while events := self._read():
            keys += [self._keys[code] for kind, code, value in _parsed(events) if self._is_ours(kind, code, value)]
        return tuple(keys)

    def look(self) -> bool:
        if self._descriptor is None:
            try:
                self._descriptor = self._open(self._device)
            except OSError:
                return False
        return True

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _is_ours(self, kind: int, code: int, value: int) -> bool:
        return kind == EV_KEY and value == PRESSED and code in self._keys

    def _read(self) -> bytes:
        """Whole events, as the kernel hands them out; nothing when there are none or the device is gone."""
        if self._descriptor is None:
            return b""
        try:
            events = os.read(self._descriptor, READ_AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError:
            events = b""
        if not events:
            self.close()  # pulled out
        return events


def _parsed(events: bytes) -> list[tuple[int, int, int]]:
    """Type, code and value of each event."""
    whole = len(events) // EVENT.size * EVENT.size
    return [(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(events[:whole])]
