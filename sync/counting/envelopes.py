"""Envelopes on the disk, read one after the other in an order nobody can foresee: a count holds one at a time.

What lies there is sealed with the next key, in a file without a name that is gone with the process.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Callable, Iterator, MutableSequence
from types import TracebackType
from typing import Any, Self

_LENGTH_BYTES = 4


class StoredEnvelopes:
    """As many envelopes as the disk takes; of each only its place is in memory, eight bytes."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed by our own exit
        self._places = array("Q")
        self._end = 0

    def add(self, envelope: bytes) -> None:
        """One more. Raises OSError when there is no room."""
        self._places.append(self._end)
        self._end += self._file.write(len(envelope).to_bytes(_LENGTH_BYTES) + envelope)

    def shuffle(self, shuffle: Callable[[MutableSequence[Any]], None]) -> None:
        """From now on they come in the order this function makes."""
        shuffle(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        self._file.flush()
        file = self._file.fileno()
        for place in self._places:
            length = int.from_bytes(os.pread(file, _LENGTH_BYTES, place))
            yield os.pread(file, length, place + _LENGTH_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._file.close()
