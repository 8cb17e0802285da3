"""Telling of what must not happen: one incident for a person to look at, which counts what is like it.

However much one station sends, there is one open incident of a kind about it. Once a person has settled that, the next
is a new one.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.models import Incident, IncidentKind
from sync.hub.stations.services import BY_ITSELF


def tell_incident(
    kind: IncidentKind, event: AuditEvent, *, place: tuple[str, str, int], batch_hash: str, at: datetime, **facts: str
) -> None:
    """Inside the caller's transaction. ``place`` of the batch: station, incarnation, number."""
    if open_incident(kind, place=place, key=batch_hash, at=at):
        device, _, seq = place
        audit.append(event, BY_ITSELF, at=at, device=device, seq=seq, **facts)


def open_incident(kind: IncidentKind, *, place: tuple[str, str, int], key: str, at: datetime) -> bool:
    """False when it counts on one that is open already, or is told of again under the same key."""
    device, inc, seq = place
    if Incident.objects.filter(kind=kind, hash=key).exists():
        return False
    if Incident.objects.filter(kind=kind, device=device, is_open=True).update(count=F("count") + 1):
        return False
    Incident.objects.create(kind=kind, device=device, inc=inc, seq=seq, hash=key, at=at)
    return True


def count_open(kind: IncidentKind, device: str) -> int:
    """How often it has happened since a person last settled it."""
    found = Incident.objects.filter(kind=kind, device=device, is_open=True).values_list("count", flat=True).first()
    return found or 0
