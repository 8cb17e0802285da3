"""The retention clock of entries: when one was settled long enough, what a person wrote and where exactly is erased.

What is left of it is counted and never read: what it was about, its district, its days, and how it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sync.hub.entries.models import CitizenEntry
from sync.hub.entries.room import EntryRoom

_ERASED: Mapping[str, Any] = {
    "number": "",
    "description": "",
    "public_text": "",
    "public_note": "",
    "hidden_because": "",
    "responsible": "",
    "withdrawal": "",
    "language": "",
    "attachments": [],
    "due": None,
    "is_erased": True,
}


def erase_settled(
    room: EntryRoom, *, own: Callable[[Any], Mapping[str, Any]], supports: str, days: int, now: datetime
) -> int:
    """Erase every entry of this room that was settled more than ``days`` ago, and tell stations. Returns how many.

    With it go what was said to it in words, what the person said later, and who stood behind it. ``own``: what becomes
    of columns that only this table has; ``supports``: by which name supports lead back to it. Entries that are not
    settled stay, however old: somebody waits for an answer.
    """
    with transaction.atomic():
        due = list(settled_too_long(room.rows, days=days, now=now).select_for_update())
        for entry in due:
            _erase(entry, own(entry))
            getattr(entry, supports).all().delete()
        if due:
            room.tell([entry.record_id for entry in due], now)
    return len(due)


def settled_too_long(rows: type[CitizenEntry], *, days: int, now: datetime) -> QuerySet[Any]:
    """Those that were settled more than ``days`` ago and are not erased yet."""
    last = timezone.localdate(now) - timedelta(days=days)
    return rows._default_manager.filter(state__in=rows.last_states, state_day__lt=last, is_erased=False)


def _erase(entry: CitizenEntry, own: Mapping[str, Any]) -> None:
    for name, value in {**_ERASED, **own}.items():
        setattr(entry, name, value)
    entry.save(update_fields=(*_ERASED, *own))
    entry.statements.update(public_note="", responsible="")
    entry.reviews.filter(~Q(note="") | ~Q(hidden_because="")).update(note="", hidden_because="")
    entry.words.all().delete()
