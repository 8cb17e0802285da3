"""Taking in closures of days, and letting go of the people in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from sync.hub.closures.models import ClosedDay
from sync.protocol.day_closure import DayClosure


def receive_closure(record_id: str, closure: DayClosure, *, device: str, received_at: datetime) -> None:
    """Keep a closure, once however often it comes."""
    ClosedDay.objects.get_or_create(
        record_id=record_id,
        defaults={
            "device": device,
            "day": date.fromisoformat(closure.day),
            "closure": closure.to_wire(),
            "received_at": received_at,
        },
    )


def closures_due(*, days: int, now: datetime) -> QuerySet[ClosedDay]:
    """Those whose names and notes have been there for too long."""
    return ClosedDay.objects.filter(is_erased=False, received_at__lt=now - timedelta(days=days))


def erase_closures(*, days: int, now: datetime) -> int:
    """Erase names and notes of closures that came longer ago than ``days``. The numbers stay. Returns how many."""
    rows = list(closures_due(days=days, now=now))
    for row in rows:
        row.closure = {**row.closure, "names": [], "notes": {}}
        row.is_erased = True
        row.save(update_fields=["closure", "is_erased"])
    return len(rows)
