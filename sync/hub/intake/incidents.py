"""Telling of what must not happen: one incident for a person to look at, and an audit event."""

from __future__ import annotations

from datetime import datetime

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.models import Incident, IncidentKind
from sync.hub.stations.services import BY_ITSELF


def tell_incident(
    kind: IncidentKind, event: AuditEvent, *, place: tuple[str, str, int], batch_hash: str, at: datetime, **facts: str
) -> None:
    """Inside the caller's transaction. ``place`` of the batch: station, incarnation, number.

    The incident is made once for a batch and a kind, however often it is told.
    """
    device, inc, seq = place
    values = {"device": device, "inc": inc, "seq": seq, "at": at}
    Incident.objects.get_or_create(kind=kind, hash=batch_hash, defaults=values)
    audit.append(event, BY_ITSELF, at=at, device=device, seq=seq, **facts)
