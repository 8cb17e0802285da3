"""Reading defect reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Max

from sync.hub.reports.models import DefectReport

LOOKED_AT = 200
"""Of so many reports of a station, the newest, the attachments are looked for."""

TOLD_DAYS = 400
"""So long stations can tell how far a report is."""


def attachments_on_their_way(report: DefectReport, *, is_here: Callable[[str], bool]) -> int:
    """How many of a report's attachments have not come, or not all of them. The report itself is shown at once.

    ``is_here`` says of the name of a piece whether the hub has it.
    """
    return sum(not all(is_here(name) for name in names) for names in report.attachments)


def waiting_for_attachments(device_id: str, *, is_here: Callable[[str], bool]) -> int:
    """How many attachments of a station's newest reports have not come."""
    reports = DefectReport.objects.filter(device=device_id).exclude(attachments=[]).order_by("-received_at")
    return sum(attachments_on_their_way(report, is_here=is_here) for report in reports[:LOOKED_AT])


def told_since(now: datetime) -> datetime:
    """Of reports that came earlier nothing is told. Moved once a day."""
    return (now - timedelta(days=TOLD_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)


def newest_report_id() -> int:
    """The running number of the report that came last; 0 before the first."""
    return DefectReport.objects.aggregate(newest=Max("id"))["newest"] or 0
