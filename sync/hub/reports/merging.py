"""Saying of a report that it is the same as another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sync.hub.entries.merging import merge
from sync.hub.reports.services import REPORTS
from sync.hub.reports.telling import tell_report_states


def merge_reports(record_id: str, into: str, *, seen: int, by: str, now: datetime) -> None:
    """As ``entries.merging.merge``. Stations are told."""
    with transaction.atomic():
        if merge(REPORTS, record_id, into, seen=seen, by=by, now=now):
            tell_report_states([record_id, *([into] if into else [])], now=now)
