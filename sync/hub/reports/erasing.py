"""The retention clock of reports: when one was settled long enough, what a person wrote and where exactly is erased.

What is left of it is counted and never read: its category, its district, its days, and how it ended.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.reports.models import CitizenWord, DefectReport, ReportReview, ReportStatement, ReportSupport
from sync.hub.stations.services import BY_ITSELF
from sync.protocol.report_status import LAST_STATES

COARSE_DECIMALS = 2
"""Of a degree: about a kilometre."""

COARSE_METRES = 1000


def erase_settled_reports(*, days: int, now: datetime) -> int:
    """Erase the words, the pictures and the exact place of every report settled more than ``days`` ago. How many.

    Reports that are not settled stay, however old: somebody waits for an answer.
    """
    last = timezone.localdate(now) - timedelta(days=days)
    settled = DefectReport.objects.filter(state__in=LAST_STATES, state_day__lt=last, is_erased=False)
    with transaction.atomic():
        ids = []
        for report in settled.select_for_update().iterator():
            _erase(report)
            ids.append(report.pk)
        if ids:
            ReportStatement.objects.filter(report__in=ids).update(public_note="", responsible="")
            ReportReview.objects.filter(report__in=ids).filter(~Q(note="") | ~Q(hidden_because="")).update(
                note="", hidden_because=""
            )
            CitizenWord.objects.filter(report__in=ids).delete()
            ReportSupport.objects.filter(report__in=ids).delete()
            audit.append(AuditEvent.REPORT_TEXTS_ERASED, BY_ITSELF, at=now, reports=len(ids), days=days)
    return len(ids)


def _erase(report: DefectReport) -> None:
    report.number = report.description = report.public_text = report.public_note = ""
    report.hidden_because = report.responsible = report.withdrawal = report.language = ""
    report.attachments, report.due = [], None
    report.longitude = round(report.longitude, COARSE_DECIMALS)
    report.latitude = round(report.latitude, COARSE_DECIMALS)
    report.radius_metres = max(report.radius_metres, COARSE_METRES)
    report.is_erased = True
    report.save()
