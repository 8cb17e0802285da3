"""Saying of an entry that it is the same as another: from then on what the city says to that one is said to both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.entries.models import CitizenEntry
from sync.hub.entries.reviewing import keep_review
from sync.hub.entries.room import EntryRoom
from sync.hub.entries.search import that_are_the_same_as
from sync.hub.entries.statements import say_the_same
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason


class MergeFault(Reason):
    """Why two entries are not merged."""

    ITSELF = "itself", "an entry is not the same as itself"
    OVER = "over", "the other entry was withdrawn or erased"
    MERGED = "merged", "the other entry is the same as a third"
    OTHER_KIND = "other-kind", "the two are not of the same kind"
    DECIDED = "decided", "this entry is answered or decided already, and the other one is not"


def _any(_row: CitizenEntry, _leading: CitizenEntry) -> None:
    """Nothing more is asked."""


def merge(
    room: EntryRoom,
    record_id: str,
    into: str,
    *,
    seen: int,
    by: str,
    now: datetime,
    check: Callable[[CitizenEntry, CitizenEntry], None] = _any,
) -> bool:
    """This entry is the same as ``into``; empty: it stands for itself again. False when nothing changes.

    Those that were the same as it go along. Whoever left it is told at once what was said to the other one; whoever
    calls it tells stations. ``seen`` is its review version; ``check`` raises Refused for two that do not fit. Raises
    ChangedMeanwhile, Refused, ``rows.DoesNotExist``.
    """
    if into == record_id:
        raise Refused(MergeFault.ITSELF)
    with transaction.atomic():
        # In one order, so that no two wait for each other.
        locked = {one: room.read_for_change(one) for one in sorted({record_id, into} - {""})}
        row = room.read_unreviewed(record_id, seen)
        if row.merged_into == into:
            return False
        if into:
            check(row, locked[into])
            _follow(room, row, locked[into], by=by, now=now)
        row.merged_into = into
        keep_review(row, by=by, now=now, also=("merged_into",))
        audit.append(room.events.merged, by, at=now, record=record_id, into=into)
    return True


def _follow(room: EntryRoom, row: CitizenEntry, leading: CitizenEntry, *, by: str, now: datetime) -> None:
    if leading.state == room.withdrawn or leading.is_erased:
        raise Refused(MergeFault.OVER)
    if leading.merged_into:
        raise Refused(MergeFault.MERGED)
    say_the_same(room, row, leading, by=by, now=now)
    room.rows._default_manager.filter(that_are_the_same_as([row.record_id])).update(merged_into=leading.record_id)
