"""A card with a participation code that a team has declared void: of which poll, and the mark of its code.

Neither the batch of the card nor its place is told with it: a vote that was cast with it before leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.participation_codes import is_mark
from sync.protocol.reasons import RecordReason

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
