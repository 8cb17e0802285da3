"""The retention clock of what people leave beside their words: what is over is erased, and the audit log proves it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.enclosures.models import (
    Enclosure,
    EnclosureChange,
    EnclosureList,
    EnclosureState,
    ErasedPiece,
    ReportTerms,
    StoredBytes,
)
from sync.hub.enclosures.rooms import ENTRIES, FIELDS
from sync.hub.entries.room import EntryRoom
from sync.hub.reports.services import REPORTS

AT_MOST = timedelta(days=400)
"""After its arrival, however long an entry takes."""
BY_CLOCK = "retention"
_AT_ONCE = 200


def contacts_due(*, kept: timedelta, now: datetime) -> QuerySet[ReportTerms]:
    """Reports whose contact has been there for too long."""
    return ReportTerms.objects.exclude(contact="").filter(_is_over(REPORTS, "report", kept, now))


def enclosures_due(*, kept: timedelta, now: datetime) -> QuerySet[EnclosureList]:
    """Entries whose photos and spoken messages have been there for too long."""
    over = [_is_over(room, FIELDS[room.rows], kept, now) for room in ENTRIES]
    return EnclosureList.objects.exclude(pieces=[]).filter(reduce(or_, over))


def erase_contacts(*, kept: timedelta, now: datetime) -> int:
    """Erase the contacts of reports that are over since ``kept``; of withdrawn ones at once. Returns how many."""
    with transaction.atomic():
        ids = list(contacts_due(kept=kept, now=now).values_list("report_id", flat=True)[:_AT_ONCE])
        count = ReportTerms.objects.filter(report_id__in=ids).update(contact="", contact_erased_at=now)
        if count:
            audit.append(AuditEvent.CONTACTS_ERASED, BY_CLOCK, at=now, contacts=count, days=kept.days)
    return count


def erase_enclosures(*, kept: timedelta, now: datetime) -> int:
    """Erase photos and spoken messages in the same way, with what was written down of them. Returns how many.

    Also those that are still on their way: what comes later is not kept.
    """
    with transaction.atomic():
        rows = list(enclosures_due(kept=kept, now=now)[:_AT_ONCE])
        ids, count = [row.pk for row in rows], sum(len(row.pieces) for row in rows)
        names = {name for row in rows for piece in row.pieces for name in piece}
        ErasedPiece.objects.bulk_create([ErasedPiece(name=name) for name in sorted(names)], ignore_conflicts=True)
        StoredBytes.objects.filter(enclosure__enclosed__in=ids).delete()
        EnclosureChange.objects.filter(enclosure__enclosed__in=ids).delete()
        Enclosure.objects.filter(enclosed__in=ids).update(
            state=EnclosureState.ERASED.value, transcript="", rectangles=[], hidden_because="", fault=""
        )
        EnclosureList.objects.filter(pk__in=ids).update(pieces=[], to_open=0)
        if count:
            audit.append(AuditEvent.ENCLOSURES_ERASED, BY_CLOCK, at=now, enclosures=count, days=kept.days)
    return count


def _is_over(room: EntryRoom, field: str, kept: timedelta, now: datetime) -> Q:
    """Of what belongs to an entry of this room, called so, that its time is over."""
    last, since = [str(state) for state in room.rows.last_states], timezone.localdate(now - kept)
    return (
        Q(**{f"{field}__state": room.withdrawn})
        | Q(**{f"{field}__state__in": last, f"{field}__state_day__lte": since})
        | Q(**{f"{field}__received_at__lt": now - AT_MOST})
    )
