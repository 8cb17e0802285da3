"""The closure of a day at a station: what its team counted, what the station counted, and whether the two fit.

Sums alone, each by itself: nothing in it leads to a visit or a ballot. Whatever does not add up has a note, and two
people stand for all of it. A closure is never changed; what comes after it belongs to the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.reasons import RecordReason

MOST = 1_000_000
LONGEST_NAME, LONGEST_PLACE, LONGEST_NOTE = 80, 80, 300
"""Characters."""

CLOSURE_BYTES = 4096
"""Every closure is padded to this length or a multiple of it."""


class Balance(StrEnum):
    """What has to come out even."""

    CODES = "codes"
    """Codes issued = used + spoiled + returned."""
    BALLOTS = "ballots"
    """Ballots opened = cast + left."""
    VISITS = "visits"
    """Visits begun = finished + abandoned; the others were cut off."""


@dataclass(frozen=True)
class DaySums:
    """What was counted since the closure before."""

    codes_issued: int = 0
    """Participation codes the team took along, by its own count; so are spoiled and returned."""
    codes_used: int = 0
    """By the station's count: ballots stored here with a code."""
    codes_spoiled: int = 0
    codes_returned: int = 0
    ballots_opened: int = 0
    """By the visits: questions of polls that were opened."""
    ballots_cast: int = 0
    """By the outbox: ballots that are on disk."""
    ballots_left: int = 0
    """By the visits: opened, and not cast."""
    visits_begun: int = 0
    visits_finished: int = 0
    visits_abandoned: int = 0

    def plus(self, **more: int) -> DaySums:
        """With so many more of each."""
        return replace(self, **{name: getattr(self, name) + number for name, number in more.items()})

    def missing(self, balance: Balance) -> int:
        """How many are missing on the right side; below 0: how many are too many there."""
        match balance:
            case Balance.CODES:
                return self.codes_issued - self.codes_used - self.codes_spoiled - self.codes_returned
            case Balance.BALLOTS:
                return self.ballots_opened - self.ballots_cast - self.ballots_left
            case Balance.VISITS:
                return self.visits_begun - self.visits_finished - self.visits_abandoned

    @property
    def gaps(self) -> Mapping[Balance, int]:
        """What does not come out even, and by how much."""
        return {balance: missing for balance in Balance if (missing := self.missing(balance))}

    def to_wire(self) -> dict[str, int]:
        """The JSON object that is kept and sealed."""
        return asdict(self)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises ValueError, KeyError or TypeError for anything else."""
        return cls(**{part.name: _number(wire[part.name]) for part in fields(cls)})


@dataclass(frozen=True)
class DayClosure:
    """``since`` is the ISO day of the first thing counted, ``day`` the one on which the day was closed."""

    since: str
    day: str
    place: str
    """In the team's words; empty where the station stands always."""
    district: str
    sums: DaySums
    stored: int
    """All ballots this station has ever put on its disk: so many have to arrive."""
    names: tuple[str, str]
    """Of the two people who stand for it."""
    by_pin: bool
    """Both have shown with a PIN of their own who they are; else the names were typed."""
    notes: Mapping[Balance, str] = field(default_factory=dict)
    """To each gap what the team says."""

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {
            "since": self.since,
            "day": self.day,
            "place": self.place,
            "district": self.district,
            "sums": self.sums.to_wire(),
            "stored": self.stored,
            "names": list(self.names),
            "pin": self.by_pin,
            "notes": {balance.value: note for balance, note in self.notes.items()},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or beyond its bounds, for a gap without a note, and for one name."""
        with foreign(Refused, RecordReason.NO_CLOSURE):
            first, second = (_text(name, LONGEST_NAME) for name in wire["names"])
            closure = cls(
                since=date.fromisoformat(wire["since"]).isoformat(),
                day=date.fromisoformat(wire["day"]).isoformat(),
                place=_text(wire["place"], LONGEST_PLACE),
                district=_text(wire["district"], LONGEST_NAME),
                sums=DaySums.from_wire(wire["sums"]),
                stored=_number(wire["stored"]),
                names=(first, second),
                by_pin=wire["pin"] is True,
                notes={Balance(name): _text(note, LONGEST_NOTE) for name, note in wire["notes"].items()},
            )
        if problem := closure.problem:
            raise Refused(RecordReason.NO_CLOSURE, detail=problem)
        return closure

    @property
    def problem(self) -> str:
        """Why it cannot be a closure, in one word; empty when it can."""
        if any(not self.notes.get(balance, "").strip() for balance in self.sums.gaps):
            return "note"
        first, second = (name.strip().casefold() for name in self.names)
        return "" if first and second and first != second else "names"


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError("a number is expected")
    return value


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise ValueError("a short text is expected")
    return value
