"""Taking in an opened defect report. Opening it is the worker's work; a report that arrives is no audit event."""

from __future__ import annotations

import math
from datetime import date, datetime

from sync.errors import Refused
from sync.hub.reports.models import DefectReport
from sync.pieces import is_piece_name
from sync.records import Report

MAX_DESCRIPTION_CHARACTERS = 4000
MOST_PIECES = 200
MOST_CHARACTERS = {"number": 20, "category": 60, "district": 20, "language": 20}
"""As long as their columns."""


def receive_report(record_id: str, report: Report, *, device: str, received_at: datetime) -> None:
    """Keep the report as a row; one row however often the record comes. Raises Refused for values beyond all bounds.

    The reasons of a refusal name the member, never its content.
    """
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
        day=_check(report),
        seen_day=_to_day(report.seen) if report.seen else None,
        clock_unsure=report.unsure,
        received_at=received_at,
        attachments=[list(names) for names in report.attachments],
    )
    DefectReport.objects.bulk_create([row], ignore_conflicts=True)


def _check(report: Report) -> date:
    for name, most in MOST_CHARACTERS.items():
        if len(getattr(report, name)) > most:
            raise Refused(f"the report's {name} is too long")
    if len(report.description) > MAX_DESCRIPTION_CHARACTERS:
        raise Refused("the report's description is too long")
    if "\x00" in "".join((report.number, report.category, report.district, report.language, report.description)):
        raise Refused("the report holds a character that no text has")
    pieces = [name for names in report.attachments for name in names]
    if len(pieces) > MOST_PIECES or not all(map(is_piece_name, pieces)):
        raise Refused("the report's list of attachments is none of ours")
    place = (report.longitude, report.latitude)
    if not all(map(math.isfinite, place)) or abs(place[0]) > 180 or abs(place[1]) > 90:
        raise Refused("the report's place is not on Earth")
    return _to_day(report.day)


def _to_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("the report's day is no date") from error
