"""The count of today's visits in a station's database, until its day is over and it goes into a sealed record.

Sums alone: what is written is the same whatever visit came first, and no version of it is left in the journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import SyncError
from sync.protocol.foreign import foreign
from sync.protocol.visit_counts import LONGEST_DISTRICT, LONGEST_PLACE, VisitCounts
from sync.station.database import transaction, truncate_journal
from sync.station.day_sheet import add_to_day
from sync.station.place_today import PlaceToday
from sync.station.state_rows import read_word, write_words

KEY = "visits "
"""How the key of every day's count begins in the table ``state``; the ISO day follows."""

_RANGE = (KEY, KEY[:-1] + "!")
_PATIENCE_MS = 200


@dataclass(frozen=True)
class VisitEnd:
    """What is counted of one visit that is over. ``abandoned_at``: the step it stood at when nobody was there."""

    language: str
    aids: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    helped: bool = False
    abandoned_at: str = ""
    ballots_opened: int = 0
    """Questions of polls; ``ballots_left`` of them without a ballot cast."""
    ballots_left: int = 0

    @property
    def sums(self) -> dict[str, int]:
        """What it adds to the closure of its day, by the members of ``DaySums``."""
        return {
            "visits_finished": int(not self.abandoned_at),
            "visits_abandoned": int(bool(self.abandoned_at)),
            "ballots_opened": self.ballots_opened,
            "ballots_left": self.ballots_left,
        }


def key_of(day: str) -> str:
    """Where the count of this ISO day stands in the table ``state``."""
    return KEY + day


def with_begun(counts: VisitCounts) -> VisitCounts:
    """One visit more."""
    return replace(counts, begun=counts.begun + 1)


def with_end(counts: VisitCounts, end: VisitEnd) -> VisitCounts:
    """One visit more of those that are over; that it began was counted before."""
    return replace(
        counts,
        finished=counts.finished + (not end.abandoned_at),
        abandoned=_plus(counts.abandoned, filter(None, [end.abandoned_at])),
        helped=counts.helped + end.helped,
        languages=_plus(counts.languages, [end.language]),
        aids=_plus(counts.aids, end.aids),
        tasks=_plus(counts.tasks, end.tasks),
        **(_abandoned(counts, end) if end.abandoned_at else {}),
    )


def _abandoned(counts: VisitCounts, end: VisitEnd) -> dict[str, Any]:
    return {
        "abandoned_languages": _plus(counts.abandoned_languages, [end.language]),
        "abandoned_aids": _plus(counts.abandoned_aids, end.aids),
        "abandoned_helped": counts.abandoned_helped + end.helped,
    }


class VisitBook:
    """The counts in one station's database: a row for each day that was not handed over yet."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def count_begun(self, day: date) -> None:
        """A visit has begun on this day. On disk when this returns. Raises sqlite3.Error."""
        self._write(with_begun(self.of(day)), visits_begun=1)

    def count_end(self, day: date, end: VisitEnd) -> None:
        """A visit that began on this day is over. On disk when this returns. Raises sqlite3.Error."""
        self._write(with_end(self.of(day), end), **end.sums)

    def stands_at(self, day: date, place: PlaceToday) -> None:
        """The station stands here on this day, as its team says. On disk when this returns. Raises sqlite3.Error."""
        self._write(replace(self.of(day), place=place.name[:LONGEST_PLACE], district=place.district[:LONGEST_DISTRICT]))

    def of(self, day: date) -> VisitCounts:
        """The count of a day so far. One that cannot be read begins anew."""
        word = read_word(self._connection, key_of(day.isoformat()))
        return (_read(word) if word else None) or VisitCounts(day.isoformat())

    def over(self, today: date) -> list[VisitCounts]:
        """The counts of every day but today: a clock that was wrong must not hold one back."""
        rows = self._connection.execute("SELECT key, value FROM state WHERE key >= ? AND key < ?", _RANGE).fetchall()
        past = [_read(value) for key, value in rows if key != key_of(today.isoformat())]
        return [counts for counts in past if counts is not None]

    def _write(self, counts: VisitCounts, **sums: int) -> None:
        words = {key_of(counts.day): canonical_json(counts.to_wire()).decode()}
        with transaction(self._connection):
            write_words(self._connection, words)
            add_to_day(self._connection, date.fromisoformat(counts.day), **sums)
        truncate_journal(self._connection, patience_ms=_PATIENCE_MS)


def _plus(cells: Mapping[str, int], words: Iterable[str]) -> dict[str, int]:
    return {**cells, **{word: cells.get(word, 0) + 1 for word in words}}


def _read(value: object) -> VisitCounts | None:
    with suppress(SyncError), foreign(SyncError, "no count of visits"):
        return VisitCounts.from_wire(parse_json_object(str(value).encode()))
    return None
