"""Making the yearly report on the use of data out of the audit log. It goes out with the next announcement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from sync.hub.announcements import services as announcements
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import verify_chain
from sync.protocol.data_use import FILE_NAME, DataUse, DataUseKind
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused

_ONCE = {
    AuditEvent.REPORT_READ: DataUseKind.READ,
    AuditEvent.CONTACT_SEEN: DataUseKind.CONTACT_SEEN,
    AuditEvent.ENCLOSURE_SEEN: DataUseKind.ENCLOSURE_SEEN,
    AuditEvent.REPORTS_LISTED: DataUseKind.LISTED,
    AuditEvent.REPORT_REDACTED: DataUseKind.REDACTED,
    AuditEvent.REPORT_WITHDRAWN: DataUseKind.WITHDRAWN,
}
"""Each entry is one time."""

_MANY = {AuditEvent.REPORTS_EXPORTED: DataUseKind.EXPORTED, AuditEvent.REPORT_TEXTS_ERASED: DataUseKind.ERASED}
"""Each entry says of how many reports."""

ACCEPTED = "accepted"
"""The state of a hand-over whose receiver has taken the report."""


def publish_data_use(year: int, *, by: str, now: datetime) -> DataUse:
    """Count the year in the audit log and tell all stations. Raises Refused for a year to come, and a log that is not
    whole: nobody could believe the numbers.
    """
    if year > timezone.localdate(now).year:
        raise Refused(f"the year {year} is still to come")
    if (broken_at := verify_chain().broken_at) is not None:
        raise Refused(f"the event log is not whole: entry {broken_at} does not fit; see audit-check")
    use = DataUse.of(year, timezone.localdate(now), count_data_use(year))
    with transaction.atomic():
        announcements.tell(FILE_NAME, use.to_bytes())
        audit.append(AuditEvent.DATA_USE_TOLD, by, at=now, year=year)
    return use


def count_data_use(year: int) -> dict[DataUseKind, int]:
    """How often each was done in the year, by the days of the city."""
    zone = timezone.get_current_timezone()
    begins, ends = (datetime(when, 1, 1, tzinfo=zone) for when in (year, year + 1))
    in_year = AuditEntry.objects.filter(at__gte=begins, at__lt=ends).order_by()
    counted = dict.fromkeys(DataUseKind, 0)
    for event, times in in_year.filter(event__in=_ONCE).values_list("event").annotate(Count("event")):
        counted[_ONCE[AuditEvent(event)]] += times
    for entry in in_year.filter(event__in=_MANY):
        counted[_MANY[AuditEvent(entry.event)]] += int(parse_json(entry.facts)["reports"])
    # Facts are canonical JSON: this is the member as it stands there.
    accepted = in_year.filter(event=AuditEvent.REPORT_HANDED_OVER, facts__contains=f'"handover":"{ACCEPTED}"')
    counted[DataUseKind.HANDED_OVER] = accepted.count()
    return counted
