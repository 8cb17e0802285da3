"""How a helper process tells what it hears or sees: one letter, the length, the bytes. No device, no Qt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum

MOST_BYTES = 16 * 1024**2
"""Longer ones no helper of ours sends."""

_HEAD_BYTES = 5


class Told(Enum):
    """What a helper tells."""

    STATE = b"S"
    """How far it is: a ``CaptureState``."""
    PICTURE = b"P"
    """A small picture of what it sees, JPEG."""
    PHOTO = b"T"
    """The photo, JPEG."""
    CODE = b"C"
    """What a printed code says: UTF-8."""
    LIGHT = b"B"
    """A lamp belongs to the camera and can be switched. No bytes."""
    LEVEL = b"L"
    """How loud it is (0 to 255) and how many seconds it has listened: two bytes."""
    SAMPLES = b"R"
    """The whole message to be heard again."""
    OPUS = b"V"
    """The whole message. Comes after its samples."""


class BrokenTelling(Exception):  # noqa: N818
    """What came is not what a helper tells."""


class Listener:
    """Puts together what comes through the pipe in pieces."""

    def __init__(self) -> None:
        self._received = bytearray()

    def take(self, data: bytes) -> Iterator[tuple[Told, bytes]]:
        """The messages that are whole now. Raises BrokenTelling."""
        self._received += data
        while len(self._received) >= _HEAD_BYTES:
            length = int.from_bytes(self._received[1:_HEAD_BYTES], "big")
            try:
                told = Told(bytes(self._received[:1]))
            except ValueError as error:
                raise BrokenTelling from error
            if length > MOST_BYTES:
                raise BrokenTelling
            if len(self._received) < _HEAD_BYTES + length:
                return
            body = bytes(self._received[_HEAD_BYTES : _HEAD_BYTES + length])
            del self._received[: _HEAD_BYTES + length]
            yield told, body


def tell(told: Told, body: bytes) -> None:
    """Say this to whoever started this helper."""
    sys.stdout.buffer.write(told.value + len(body).to_bytes(_HEAD_BYTES - 1, "big") + body)
    sys.stdout.buffer.flush()
