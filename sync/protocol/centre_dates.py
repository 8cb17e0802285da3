"""What a centre's calendar says, as it is published and signed: its dates, and when somebody there helps.

Times are those of a clock on the wall in the city: no zone, no seconds. Dates that repeat are published one by one, for
some months; ``Weekly`` says besides that they go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.languages import Texts
from sync.protocol.targets import Targeted

MOMENT = "%Y-%m-%dT%H:%M"
"""How a moment is written."""

CLOCK = "%H:%M"
"""How a time of day is written."""


class DateKind(StrEnum):
    """What a date is."""

    EVENT = "event"
    HELP = "help"
    """Somebody of the house helps people at the station."""
    NEWS = "news"
    """Something people should know during that time, such as that the house is closed. Its title says it."""


@dataclass(frozen=True)
class Span:
    """From when to when, both without a zone. From midnight to midnight: whole days."""

    begins: datetime
    ends: datetime

    @property
    def is_whole_days(self) -> bool:
        """No time of day is meant."""
        return self.begins.time() == self.ends.time() == time() and self.begins < self.ends


@dataclass(frozen=True)
class Weekly:
    """Every week on this day (1 is Monday), from when to when."""

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True)
class CentreDate:
    """Something in a calendar, and when it is. Texts are complete in German."""

    kind: DateKind
    title: Texts
    where: Texts
    """May be empty: in the house."""
    times: tuple[Span, ...]
    weekly: Weekly | None

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read it from its JSON object. Raises what no date raises; ``CentreCalendar`` catches it."""
        weekly = wire.get("weekly")
        return cls(
            kind=DateKind(wire["kind"]),
            title=dict(wire["title"]),
            where=dict(wire.get("where", {})),
            times=tuple(sorted(map(_read_span, wire["times"]), key=lambda span: span.begins)),
            weekly=Weekly(int(weekly["weekday"]), _clock(weekly["begins"]), _clock(weekly["ends"])) if weekly else None,
        )


@dataclass(frozen=True)
class CentreCalendar(Targeted):
    """The calendar of one centre. ``districts`` are the codes of those whose stations show it; none: all."""

    id: str
    districts: tuple[str, ...]
    dates: tuple[CentreDate, ...]
    stations: tuple[str, ...] = ()
    """The names of the stations that show it; none named: all of its districts."""

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a calendar from its JSON object. Raises Refused for anything else."""
        with foreign(Refused, "the calendar cannot be read"):
            return cls(
                id=str(wire["id"]),
                districts=tuple(map(str, wire["districts"])),
                dates=tuple(map(CentreDate.from_wire, wire["dates"])),
                stations=tuple(map(str, wire.get("stations", ()))),
            )

    def coming(self, now: datetime) -> Iterator[tuple[Span, CentreDate]]:
        """What is not over at ``now``, which has no zone either; of no order."""
        for entry in self.dates:
            yield from ((span, entry) for span in entry.times if span.ends > now)


def _read_span(wire: Any) -> Span:
    begins, ends = wire
    return Span(datetime.strptime(begins, MOMENT), datetime.strptime(ends, MOMENT))  # noqa: DTZ007  on the wall


def _clock(text: str) -> time:
    return datetime.strptime(text, CLOCK).time()  # noqa: DTZ007
