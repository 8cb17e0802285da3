"""Taking in an opened defect report, and saying how far it is. Opening it is the worker's work.

A report that arrives is no audit event; what the city says to it is.
"""

from __future__ import annotations

import math
from datetime import date, datetime

from django.db import transaction

from sync.hub.audit.events import AuditEvent
from sync.hub.entries.bounds import check_attachments, check_texts, read_day
from sync.hub.entries.room import EntryEvents, EntryRoom
from sync.hub.entries.statements import say
from sync.hub.reports.models import DefectReport
from sync.hub.reports.telling import tell_report_states
from sync.protocol.errors import Refused
from sync.protocol.open_reports import public_name
from sync.protocol.reasons import RecordReason
from sync.protocol.records import Report
from sync.protocol.report_status import MOST_NOTE, ReportState

MAX_DESCRIPTION_CHARACTERS = 4000
MOST_RADIUS_METRES = 50_000
MOST_CHARACTERS = {
    "number": 20, "category": 60, "district": 20, "language": 20, "withdrawal": 32,
    "description": MAX_DESCRIPTION_CHARACTERS,
}  # fmt: skip
"""As long as their columns."""


def receive_report(record_id: str, report: Report, *, device: str, received_at: datetime) -> None:
    """Keep the report as a row; one row however often the record comes. Raises Refused for values beyond all bounds.

    The reasons of a refusal name the member, never its content.
    """
    _check(report)
    row = DefectReport(
        record_id=record_id,
        device=device,
        number=report.number,
        category=report.category,
        district=report.district,
        longitude=report.longitude,
        latitude=report.latitude,
        description=report.description,
        language=report.language,
        day=read_day(report.day),
        seen_day=read_day(report.seen) if report.seen else None,
        clock_unsure=report.unsure,
        by_team=report.by_team,
        received_at=received_at,
        attachments=[list(names) for names in report.attachments],
        radius_metres=report.radius_metres,
        withdrawal=report.withdrawal,
        public_name=public_name(record_id),
    )
    DefectReport.objects.bulk_create([row], ignore_conflicts=True)


def set_state(
    record_id: str,
    state: ReportState,
    *,
    note: str,
    by: str,
    now: datetime,
    seen: int = 0,
    responsible: str = "",
    due: date | None = None,
) -> None:
    """How far a report is from today on, and what the city says to it in public. Every statement is kept.

    ``responsible`` is who is at it, ``due`` by when it is meant to be done. ``seen`` is the version of the report the
    person had before them; 0 before the city said anything. Raises ChangedMeanwhile when it is another by now, Refused
    for a text that is too long, DefectReport.DoesNotExist. Nothing happens when nothing changes.
    """
    with transaction.atomic():
        if note_state(record_id, state, note=note, by=by, now=now, seen=seen, responsible=responsible, due=due):
            tell_report_states([record_id], now=now)


def note_state(
    record_id: str,
    state: ReportState,
    *,
    note: str,
    by: str,
    now: datetime,
    seen: int,
    responsible: str = "",
    due: date | None = None,
) -> bool:
    """The same for one of many: whoever calls it tells stations afterwards. False when nothing changes."""
    note = " ".join(note.split())
    return say(REPORTS, record_id, state, note=note, by=by, now=now, seen=seen, responsible=responsible, due=due)


REPORTS = EntryRoom(
    rows=DefectReport,
    events=EntryEvents(
        state_set=AuditEvent.REPORT_STATE_SET,
        reviewed=AuditEvent.REPORT_REVIEWED,
        redacted=AuditEvent.REPORT_REDACTED,
        assigned=AuditEvent.REPORT_ASSIGNED,
        merged=AuditEvent.REPORT_MERGED,
        withdrawn=AuditEvent.REPORT_WITHDRAWN,
    ),
    tell=lambda record_ids, now: tell_report_states(record_ids, now=now),
    withdrawn=ReportState.WITHDRAWN,
    most_note=MOST_NOTE,
    most_text=MAX_DESCRIPTION_CHARACTERS,
    erased={},
)
"""Defect reports at the hub."""


def _check(report: Report) -> None:
    check_texts(report, MOST_CHARACTERS)
    check_attachments(report.attachments)
    place = (report.longitude, report.latitude)
    if not all(map(math.isfinite, place)) or abs(place[0]) > 180 or abs(place[1]) > 90:
        raise Refused(RecordReason.NO_PLACE)
    if not 0 <= report.radius_metres <= MOST_RADIUS_METRES:
        raise Refused(RecordReason.NO_PLACE)
