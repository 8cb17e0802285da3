"""Open reports told to everybody, and people at stations who say that one of them is what they mean, too.

Told is only what the office has approved or answered, and where somebody has pointed at the place. Nobody's words are.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q

from sync.hub.announcements import services as announcements
from sync.hub.entries.models import ReviewState
from sync.hub.reports.models import DefectReport, ReportSupport
from sync.protocol.errors import Refused
from sync.protocol.open_reports import FILE_NAME, MOST_REPORTS, KnownReport, OpenReportsFile
from sync.protocol.reasons import RecordReason
from sync.protocol.records import ReportWord
from sync.protocol.report_status import LAST_STATES, ReportState

TOLD_DAYS = 400
"""Older ones are no longer told."""


def support(record_id: str, word: ReportWord, *, received_at: datetime) -> None:
    """Count one person who said "that is it"; once, however often the record comes.

    Raises Refused when no report has this public name (yet).
    """
    with transaction.atomic():
        report = DefectReport.objects.filter(public_name=word.report).first()
        if report is None:
            raise Refused(RecordReason.NO_REPORT_YET)
        ReportSupport.objects.get_or_create(
            record_id=record_id, defaults={"report": report, "day": date.fromisoformat(word.day)}
        )
    tell_open_reports(now=received_at)


def tell_open_reports(*, now: datetime) -> None:
    """Tell all stations which reports are open."""
    answered = Q(state__in=[ReportState.OPEN.value, ReportState.IN_PROGRESS.value])
    rows = (
        DefectReport.objects.filter(
            Q(review=ReviewState.APPROVED.value) | answered,
            radius_metres=0,
            received_at__gte=now - timedelta(days=TOLD_DAYS),
        )
        .exclude(review=ReviewState.REJECTED.value)
        .exclude(state__in=[state.value for state in LAST_STATES])
        .exclude(public_name="")
        .annotate(said=Count(F("supports")))
        .order_by("-received_at", "-id")[:MOST_REPORTS]
    )
    announcements.tell(FILE_NAME, OpenReportsFile.of(map(_told, rows)).to_bytes())


def _told(row: DefectReport) -> KnownReport:
    said: int = row.said  # type: ignore[attr-defined]
    return KnownReport(
        row.public_name,
        row.category,
        (round(row.longitude, 5), round(row.latitude, 5)),
        ReportState(row.state),
        row.since,
        said,
    )
