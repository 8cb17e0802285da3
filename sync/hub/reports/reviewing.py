"""What the office makes of a report before it goes anywhere: a review state, and hiding words nobody should read.

The person's own words stay as they are; what is passed on is the text without what was hidden.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.reports.models import DefectReport, ReviewState
from sync.hub.reports.services import MAX_DESCRIPTION_CHARACTERS
from sync.hub.reports.supporting import tell_open_reports
from sync.hub.reports.telling import tell_report_states
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.report_status import MOST_NAME, MOST_NOTE

REVIEWED_WITHIN = timedelta(days=3)
"""So soon somebody should have looked at a report."""


def review_until(report: DefectReport) -> datetime:
    """By when somebody should have looked at it."""
    return report.received_at + REVIEWED_WITHIN


def set_review(record_id: str, review: ReviewState, *, note: str, by: str, now: datetime, seen: int) -> None:
    """What the office makes of it from now on. ``note`` stays in the office.

    ``seen`` is the review version the person had before them. Raises ChangedMeanwhile when it is another by now,
    Refused for a note that is too long. Nothing happens when nothing changes and nothing is noted.
    """
    note = " ".join(note.split())
    if len(note) > MOST_NOTE:
        raise Refused("the note is too long")
    with transaction.atomic():
        row = _unchanged(record_id, seen)
        if row.review == review.value and not note:
            return
        row.review = review.value
        _keep(row, note=note, by=by, now=now)
        audit.append(AuditEvent.REPORT_REVIEWED, by, at=now, record=record_id, review=review.value)
        tell_open_reports(now=now)


def redact(record_id: str, text: str, *, because: str, by: str, now: datetime, seen: int) -> None:
    """Pass on this text in place of the person's own; whoever left the report reads why.

    An empty ``because`` shows the whole text again. Raises ChangedMeanwhile, or Refused for a text that is too long.
    """
    because = " ".join(because.split())
    if len(because) > MOST_NAME or len(text) > MAX_DESCRIPTION_CHARACTERS:
        raise Refused("the text or its reason is too long")
    with transaction.atomic():
        row = _unchanged(record_id, seen)
        text = text.strip() if because else ""
        if (row.public_text, row.hidden_because) == (text, because):
            return
        row.public_text, row.hidden_because = text, because
        _keep(row, note="", by=by, now=now)
        audit.append(AuditEvent.REPORT_REDACTED, by, at=now, record=record_id, because=because)
        tell_report_states([record_id], now=now)


def _unchanged(record_id: str, seen: int) -> DefectReport:
    row = DefectReport.objects.select_for_update().get(record_id=record_id)
    if row.review_version != seen:
        raise ChangedMeanwhile(row.reviews.first())
    return row


def _keep(row: DefectReport, *, note: str, by: str, now: datetime) -> None:
    row.review_version += 1
    row.save(update_fields=("review", "public_text", "hidden_because", "review_version"))
    row.reviews.create(
        number=row.review_version, review=row.review, note=note, hidden_because=row.hidden_because, by=by, at=now
    )
