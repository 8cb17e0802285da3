"""Open reports told to everybody, and people at stations who say that one of them is what they mean, too.

Told is only what the office has approved or answered, and where somebody has pointed at the place. Words and picture
are told where whoever left them wants that and the office has approved them, and of nobody else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from sync.hub.announcements import selectors as announced
from sync.hub.announcements import services as announcements
from sync.hub.entries.models import ReviewState
from sync.hub.reports.models import DefectReport, ReportSupport
from sync.hub.reports.selectors import told_since
from sync.protocol.errors import Refused
from sync.protocol.open_reports import (
    FILE_NAME,
    MOST_TITLE,
    PICTURES,
    KnownReport,
    OpenReportsFile,
    picture_name,
    public_name,
)
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


def open_reports(*, since: datetime) -> QuerySet[DefectReport]:
    """The reports that stations may be told of; none that came before ``since``."""
    answered = Q(state__in=[ReportState.OPEN.value, ReportState.IN_PROGRESS.value])
    rows = DefectReport.objects.filter(radius_metres=0, received_at__gte=since, merged_into="")
    return (
        rows.filter(Q(review=ReviewState.APPROVED.value) | answered)
        .exclude(review=ReviewState.REJECTED.value)
        .exclude(state__in=[state.value for state in LAST_STATES])
        .exclude(public_name="")
    )


PUBLISHED = Q(review=ReviewState.APPROVED.value, terms__may_publish=True)
"""Of which words and picture are told, too: the office has looked at them, and whoever left them said yes."""


def _with_reports(record_ids: Sequence[str], since: datetime, before: bytes) -> bytes:
    file = OpenReportsFile.from_bytes(before) if before else OpenReportsFile(())
    names, pictures = set(map(public_name, record_ids)), announced.names_beginning(PICTURES)
    told: list[KnownReport] = []
    for start in range(0, len(record_ids), _ASKED_AT_ONCE):
        rows = open_reports(since=since).filter(record_id__in=record_ids[start : start + _ASKED_AT_ONCE])
        published = set(rows.filter(PUBLISHED).values_list("pk", flat=True))
        rows = rows.annotate(said=Count(F("supports"))).prefetch_related("enclosed__enclosures")
        told += [_told(row, is_published=row.pk in published, pictures=pictures) for row in rows]
    shown = {picture_name(one.name) for one in told if one.has_picture}
    announcements.withdraw(pictures & set(map(picture_name, names)) - shown)
    return file.changed(names, told).to_bytes()


def _told(row: DefectReport, *, is_published: bool, pictures: Collection[str]) -> KnownReport:
    said: int = row.said  # type: ignore[attr-defined]
    return KnownReport(
        row.public_name,
        row.category,
        (round(row.longitude, 5), round(row.latitude, 5)),
        ReportState(row.state),
        row.since,
        said,
        _beginning(row.text_to_pass_on) if is_published else "",
        is_published and picture_name(row.public_name) in pictures,
    )


def _beginning(words: str) -> str:
    told = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return told if len(told) <= MOST_TITLE else told[: MOST_TITLE - 1].rstrip() + "…"
