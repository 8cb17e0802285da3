"""The report of a year on what was done with what people left: counted from the audit log, told to all stations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign

FILE_NAME = "data-use.json"
"""What the hub tells all stations under this name."""

FEWEST = 5
"""A number below this, other than 0, is not told (k-anonymity)."""


class DataUseKind(StrEnum):
    """What was done."""

    READ = "read"
    CONTACT_SEEN = "contact_seen"
    ENCLOSURE_SEEN = "enclosure_seen"
    LISTED = "listed"
    EXPORTED = "exported"
    HANDED_OVER = "handed_over"
    REDACTED = "redacted"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


@dataclass(frozen=True)
class DataUse:
    """What was done in one year, as of a day. ``times``: how often; None where it is fewer than ``FEWEST`` times."""

    year: int
    as_of: date
    times: Mapping[DataUseKind, int | None]

    @classmethod
    def of(cls, year: int, as_of: date, counted: Mapping[DataUseKind, int]) -> Self:
        """The report on what was counted; what was not counted happened never."""
        times = {kind: counted.get(kind, 0) for kind in DataUseKind}
        return cls(year, as_of, {kind: None if 0 < number < FEWEST else number for kind, number in times.items()})

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises Refused for anything but such a file."""
        with foreign(Refused, "not a report on the use of data"):
            wire = parse_json_object(data)
            times = {kind: _read_times(wire["times"][kind.value]) for kind in DataUseKind}
            return cls(int(wire["year"]), date.fromisoformat(wire["as_of"]), times)

    def to_bytes(self) -> bytes:
        """The file."""
        times = {kind.value: number for kind, number in self.times.items()}
        return canonical_json({"year": self.year, "as_of": self.as_of.isoformat(), "times": times})


def _read_times(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError("a number from 0 is expected")
    return value
