"""Reading defect reports."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from sync.hub.reports.models import DefectReport


def pieces_on_their_way(report: DefectReport, *, is_here: Callable[[str], bool]) -> int:
    """How many pieces of a report's attachments have not come yet. The report itself is shown at once."""
    return sum(not is_here(name) for names in report.attachments for name in names)


def newest_reports() -> QuerySet[DefectReport]:
    """Every report, the newest first."""
    return DefectReport.objects.order_by("-received_at", "-id")
