"""Issuing an emergency notice, and taking it back. Each is an audit event; it goes out with the next announcement."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from sync.hub.announcements import selectors
from sync.hub.announcements import services as announcements
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import newest_about
from sync.hub.stations.selectors import trusted_stations
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.emergency_notice import FILE_NAME, NO_NOTICE, EmergencyNotice
from sync.protocol.encoding import to_timestamp
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason

LONGEST = timedelta(days=14)
"""A warning that stands for longer is no longer read."""


class NoticeFault(Reason):
    """Why nobody is warned."""

    OVER = "over", "the notice is over already: it ends at %(until)s"
    NO_DISTRICT = "no-district", "there is no district %(name)s"
    NO_STATION = "no-station", "no station is called %(name)s"
    TOO_LONG = "too-long", "the notice lasts for more than %(days)s days; give it an earlier end"


def issue_notice(
    notice: EmergencyNotice, *, districts: Collection[str], by: str, now: datetime, seen: int | None = None
) -> None:
    """Warn at the stations it is for, in place of any notice before. ``districts`` are the codes of all there are.

    Raises Refused for one that is over, lasts too long, or names a district or a station that is not there.

    ``seen``, here and below, is the version of what stood there when the person looked; None: whatever it is. Raises
    ChangedMeanwhile when it is another by now.
    """
    check_end(notice, now=now)
    check_target(notice, districts=districts)
    with transaction.atomic():
        _lock(seen)
        announcements.tell(FILE_NAME, notice.to_bytes())
        audit.append(AuditEvent.NOTICE_ISSUED, by, at=now, until=to_timestamp(notice.until))


def check_end(notice: EmergencyNotice, *, now: datetime) -> None:
    """Raises Refused for one that is over, or lasts too long."""
    if not notice.is_current(now):
        raise Refused(NoticeFault.OVER, until=to_timestamp(notice.until))
    if notice.until > now + LONGEST:
        raise Refused(NoticeFault.TOO_LONG, days=LONGEST.days)


def check_target(notice: EmergencyNotice, *, districts: Collection[str]) -> None:
    """Raises Refused for a district or a station that is not there: nobody would be warned."""
    for code in notice.districts:
        if code not in districts:
            raise Refused(NoticeFault.NO_DISTRICT, name=code)
    names = set(trusted_stations().filter(name__in=notice.stations).values_list("name", flat=True))
    for name in notice.stations:
        if name not in names:
            raise Refused(NoticeFault.NO_STATION, name=name)


def stations_warned(notice: EmergencyNotice) -> tuple[list[str], int]:
    """The names of the stations that show it where they were enrolled, sorted, and how many stations there are."""
    there = list(trusted_stations().order_by("name").values_list("name", "district"))
    return [name for name, district in there if notice.is_shown(district=district, station=name)], len(there)


def withdraw_notice(*, by: str, now: datetime, seen: int | None = None) -> bool:
    """Take the notice back. False when there was none."""
    with transaction.atomic():
        before = _lock(seen)
        announcements.tell(FILE_NAME, NO_NOTICE)
        if before in (b"", NO_NOTICE):
            return False
        audit.append(AuditEvent.NOTICE_WITHDRAWN, by, at=now)
        return True


def present_notice(now: datetime) -> EmergencyNotice | None:
    """What everybody is warned of now."""
    data = selectors.contents([FILE_NAME]).get(FILE_NAME, NO_NOTICE)
    with suppress(Refused):  # one of a newer version
        notice = EmergencyNotice.from_bytes(data)
        return notice if notice and notice.is_current(now) else None
    return None


def newest_deed() -> AuditEntry | None:
    """Who issued a notice last, or took one back. Its number is the version of what stands there."""
    return newest_about(AuditEvent.NOTICE_ISSUED, AuditEvent.NOTICE_WITHDRAWN)


def _lock(seen: int | None) -> bytes:
    before = announcements.lock(FILE_NAME)
    newest = newest_deed()
    if seen is not None and (newest.number if newest else 0) != seen:
        raise ChangedMeanwhile(newest)
    return before
