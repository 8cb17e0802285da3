"""The retention clock of reports: its category and where about it was stay, to be counted (``entries.erasing``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.entries.erasing import erase_settled
from sync.hub.reports.models import DefectReport
from sync.hub.reports.services import REPORTS
from sync.hub.stations.services import BY_ITSELF

COARSE_DECIMALS = 2
"""Of a degree: about a kilometre."""

COARSE_METRES = 1000


def erase_settled_reports(*, days: int, now: datetime) -> int:
    """Erase what people wrote in reports settled more than ``days`` ago, and their exact places. Returns how many."""
    with transaction.atomic():
        count = erase_settled(REPORTS, own=_coarse_place, supports="supports", days=days, now=now)
        if count:
            audit.append(AuditEvent.REPORT_TEXTS_ERASED, BY_ITSELF, at=now, reports=count, days=days)
    return count


def _coarse_place(report: DefectReport) -> Mapping[str, Any]:
    return {
        "longitude": round(report.longitude, COARSE_DECIMALS),
        "latitude": round(report.latitude, COARSE_DECIMALS),
        "radius_metres": max(report.radius_metres, COARSE_METRES),
    }
