"""Reading defect reports."""

from __future__ import annotations

from django.db.models import QuerySet

from sync.hub.reports.models import DefectReport


def newest_reports() -> QuerySet[DefectReport]:
    """Every report, the newest first."""
    return DefectReport.objects.order_by("-received_at", "-id")
