"""What the office makes of a defect report before it goes anywhere."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sync.hub.entries.models import ReviewState
from sync.hub.entries.reviewing import hide_words, review
from sync.hub.reports.services import REPORTS
from sync.hub.reports.supporting import tell_open_reports
from sync.hub.reports.telling import tell_report_states


def set_review(record_id: str, verdict: ReviewState, *, note: str, by: str, now: datetime, seen: int) -> None:
    """What the office makes of it from now on: as ``entries.reviewing.review``. Stations are told what is open."""
    with transaction.atomic():
        if review(REPORTS, record_id, verdict, note=note, by=by, now=now, seen=seen):
            tell_open_reports([record_id], now=now)


def redact(record_id: str, text: str, *, because: str, by: str, now: datetime, seen: int) -> None:
    """Pass on this text in place of the person's own: as ``entries.reviewing.hide_words``. Stations are told."""
    with transaction.atomic():
        if hide_words(REPORTS, record_id, text, because=because, by=by, now=now, seen=seen):
            tell_report_states([record_id], now=now)
