"""Cards with participation codes that teams have declared void: one as a station tells of it, all of them as the hub
tells stations.

Of a card its poll and the mark of its code are told, neither batch nor place: a vote that was cast with it before leads
nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.participation_codes import is_mark
from sync.protocol.reasons import RecordReason

FILE_NAME = "void-codes.json"
"""What the hub tells all stations under this name."""

LONGEST_POLL = 80
"""Characters of a poll's id."""


@dataclass(frozen=True)
class VoidCode:
    """``mark`` as a ballot with this code would carry it."""

    poll: str
    mark: str

    def to_wire(self) -> dict[str, str]:
        """The JSON object that is sealed."""
        return asdict(self)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or is not what it should be."""
        with foreign(Refused, RecordReason.NO_VOID_CODE):
            poll, mark = wire["poll"], wire["mark"]
            if not isinstance(poll, str) or not 0 < len(poll) <= LONGEST_POLL or not poll.isprintable():
                raise ValueError("the id of a poll is expected")
            if not isinstance(mark, str) or not is_mark(mark):
                raise ValueError("the mark of a code is expected")
            return cls(poll, mark)


@dataclass(frozen=True)
class VoidCodesFile:
    """The marks of all cards that are void, by the ids of their polls. Not one whose ballot is in the box."""

    marks: Mapping[str, Collection[str]]

    def holds(self, mark: str) -> bool:
        """True when the card of this mark is void."""
        return any(mark in marks for marks in self.marks.values())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises Refused for anything that is no such file."""
        with foreign(Refused, "not a list of void cards"):
            wire = parse_json_object(data)["polls"]
            return cls({str(poll): frozenset(map(str, marks)) for poll, marks in wire.items()})

    def to_bytes(self) -> bytes:
        """The file. Its order tells nothing of when a card was declared void."""
        return canonical_json({"polls": {poll: sorted(marks) for poll, marks in self.marks.items()}})
