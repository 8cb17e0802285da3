"""Deciding about many entries with one note: each as if it were alone, told to stations at once where they read of it.

What somebody else changed since it was shown is left alone, and said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sync.hub.entries.models import CitizenEntry, ReviewState
from sync.hub.entries.reviewing import assign, review
from sync.hub.entries.room import EntryRoom
from sync.hub.entries.statements import say
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused

MOST = 100
"""So many are decided about at once."""


@dataclass(frozen=True)
class ShownEntry:
    """One that a person had before them, with the versions it had then."""

    record_id: str
    version: int
    review_version: int


@dataclass
class DecidedTogether:
    """What became of them: record ids of those that changed, and of those that somebody else was faster with."""

    done: list[str] = field(default_factory=list)
    late: dict[str, str] = field(default_factory=dict)
    """With who that was."""
    refused: list[str] = field(default_factory=list)


Decide = Callable[[CitizenEntry, ShownEntry], bool]
"""Decides about one. False when nothing changed."""


def review_together(
    room: EntryRoom, shown: Iterable[ShownEntry], verdict: ReviewState, *, note: str, by: str, now: datetime
) -> DecidedTogether:
    """What the office makes of them."""

    def decide(_row: CitizenEntry, one: ShownEntry) -> bool:
        return review(room, one.record_id, verdict, note=note, by=by, now=now, seen=one.review_version)

    return _each(room, shown, decide, now=now)


def say_together(
    room: EntryRoom, shown: Iterable[ShownEntry], state: str, *, note: str, by: str, now: datetime
) -> DecidedTogether:
    """How far they are, and the same words to all; who is at it and until when stays what it is."""

    def decide(row: CitizenEntry, one: ShownEntry) -> bool:
        return say(
            room,
            one.record_id,
            state,
            note=note,
            by=by,
            now=now,
            seen=one.version,
            responsible=row.responsible,
            due=row.due,
        )

    return _each(room, shown, decide, now=now)


def assign_together(
    room: EntryRoom, shown: Iterable[ShownEntry], to: str, *, by: str, now: datetime
) -> DecidedTogether:
    """Who of the office works on them."""

    def decide(_row: CitizenEntry, one: ShownEntry) -> bool:
        return assign(room, one.record_id, to, by=by, now=now, seen=one.review_version)

    return _each(room, shown, decide, now=now, tells=False)  # it stays in the office


def _each(
    room: EntryRoom, shown: Iterable[ShownEntry], decide: Decide, *, now: datetime, tells: bool = True
) -> DecidedTogether:
    became = DecidedTogether()
    with transaction.atomic():
        for one in sorted(shown, key=lambda one: one.record_id)[:MOST]:  # in one order, so that no two wait
            try:
                with transaction.atomic():
                    row = room.read_for_change(one.record_id)
                    if row.state == room.withdrawn or row.is_erased:
                        became.refused.append(one.record_id)
                    elif decide(row, one):
                        became.done.append(one.record_id)
            except ChangedMeanwhile as meanwhile:
                became.late[one.record_id] = meanwhile.by
            except (Refused, room.rows.DoesNotExist):
                became.refused.append(one.record_id)
        if became.done and tells:
            room.tell(became.done, now)
    return became
