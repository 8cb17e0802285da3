"""Telling people of promises that are broken: one incident for each, once."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.incidents import open_incident
from sync.hub.intake.models import IncidentKind
from sync.hub.promises.selectors import Breach, breach_of, unanswered
from sync.hub.promises.services import mark_told
from sync.hub.stations.services import BY_ITSELF

_TOLD_AS = {
    Breach.OVERDUE: (IncidentKind.PROMISE_OVERDUE, AuditEvent.PROMISE_OVERDUE),
    Breach.LEFT_OUT: (IncidentKind.PROMISE_LEFT_OUT, AuditEvent.PROMISE_LEFT_OUT),
}


def tell_broken_promises(*, now: datetime) -> None:
    """Open an incident for every promise that is broken and not told of yet; the event log names the poll."""
    today = timezone.localdate(now)
    for row in unanswered():
        breach = breach_of(row, today=today)
        if breach is None or row.told == breach:
            continue
        kind, event = _TOLD_AS[breach]
        key = hashlib.sha256(f"{breach}|{row.poll}|{row.by}|{today}".encode()).hexdigest()
        with transaction.atomic():
            open_incident(kind, place=("", "", 0), key=key, at=now)
            audit.append(event, BY_ITSELF, at=now, poll=row.poll, day=row.by.isoformat())
            mark_told(row, breach)
