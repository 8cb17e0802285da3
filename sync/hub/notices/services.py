"""Issuing an emergency notice, and taking it back. Each is an audit event; it goes out with the next announcement."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sync.hub.announcements import services as announcements
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.protocol.emergency_notice import FILE_NAME, NO_NOTICE, EmergencyNotice
from sync.protocol.encoding import to_timestamp
from sync.protocol.errors import Refused

LONGEST = timedelta(days=14)
"""A warning that stands for longer is no longer read."""


def issue_notice(notice: EmergencyNotice, *, by: str, now: datetime) -> None:
    """Warn at all stations, in place of any notice before. Raises Refused for one that is over, or lasts too long."""
    if not notice.is_current(now):
        raise Refused(f"the notice is over already: it ends at {to_timestamp(notice.until)}")
    if notice.until > now + LONGEST:
        raise Refused(f"the notice lasts for more than {LONGEST.days} days; give it an earlier end")
    with transaction.atomic():
        announcements.tell(FILE_NAME, notice.to_bytes())
        audit.append(AuditEvent.NOTICE_ISSUED, by, at=now, until=to_timestamp(notice.until))


def withdraw_notice(*, by: str, now: datetime) -> bool:
    """Take the notice back. False when there was none."""
    with transaction.atomic():
        if not announcements.tell(FILE_NAME, NO_NOTICE):
            return False
        audit.append(AuditEvent.NOTICE_WITHDRAWN, by, at=now)
        return True
