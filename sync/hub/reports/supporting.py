"""Open reports told to everybody, and people at stations who say that one of them is what they mean, too.

Told is only what the office has approved or answered, and where somebody has pointed at the place. Nobody's words are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from sync.hub.announcements import services as announcements
from sync.hub.entries.models import ReviewState
from sync.hub.reports.models import DefectReport, ReportSupport
from sync.hub.reports.selectors import told_since
from sync.protocol.errors import Refused
from sync.protocol.open_reports import FILE_NAME, KnownReport, OpenReportsFile, public_name
from sync.protocol.reasons import RecordReason
from sync.protocol.records import ReportWord
from sync.protocol.report_status import LAST_STATES, ReportState

_ASKED_AT_ONCE = 500


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
    tell_open_reports([report.record_id], now=received_at)


def tell_open_reports(record_ids: Collection[str], *, now: datetime) -> None:
    """Tell all stations which of these reports are open. No other report is looked at: what was told of it stays."""
    if record_ids:
        announcements.change(FILE_NAME, partial(_with_reports, sorted(record_ids), told_since(now)))


def _with_reports(record_ids: Sequence[str], since: datetime, before: bytes) -> bytes:
    file = OpenReportsFile.from_bytes(before) if before else OpenReportsFile(())
    told: list[KnownReport] = []
    for start in range(0, len(record_ids), _ASKED_AT_ONCE):
        told += map(_told, _open(record_ids[start : start + _ASKED_AT_ONCE], since))
    return file.changed(set(map(public_name, record_ids)), told).to_bytes()


def _open(record_ids: Sequence[str], since: datetime) -> QuerySet[DefectReport]:
    answered = Q(state__in=[ReportState.OPEN.value, ReportState.IN_PROGRESS.value])
    rows = DefectReport.objects.filter(
        record_id__in=record_ids, radius_metres=0, received_at__gte=since, merged_into=""
    )
    return (
        rows.filter(Q(review=ReviewState.APPROVED.value) | answered)
        .exclude(review=ReviewState.REJECTED.value)
        .exclude(state__in=[state.value for state in LAST_STATES])
        .exclude(public_name="")
        .annotate(said=Count(F("supports")))
    )


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
