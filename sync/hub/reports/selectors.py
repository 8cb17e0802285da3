"""Reading defect reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from sync.hub.reports.models import DefectReport

TOLD_DAYS = 400
"""So long stations can tell how far a report is."""


def told_since(now: datetime) -> datetime:
    """Of reports that came earlier nothing is told. Moved once a day."""
    return (now - timedelta(days=TOLD_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)


def newest_report_id() -> int:
    """The running number of the report that came last; 0 before the first."""
    return DefectReport.objects.aggregate(newest=Max("id"))["newest"] or 0
