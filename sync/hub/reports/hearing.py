"""What the person who left a report says to it later, taken in: that it is not in order yet, or that it is withdrawn.

Whoever has the number of a report may say the first. Only the second code withdraws it; then the words are erased here.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.reports.models import CitizenWord, DefectReport, ReviewState
from sync.hub.reports.services import note_state
from sync.hub.reports.telling import tell_report_states
from sync.protocol.errors import Refused
from sync.protocol.reasons import RecordReason
from sync.protocol.records import ReportWord, WordKind
from sync.protocol.report_status import ReportState, withdrawal_mark

MOST_WRONG_CODES = 5
BY_CITIZEN = "citizen"
MOST_WORDS = 20
"""Of one kind, on one report."""


def hear(record_id: str, word: ReportWord, *, received_at: datetime) -> None:
    """Take in what a person said; once, however often the record comes.

    Raises Refused when the report is not here. A wrong second code is counted, and changes nothing else.
    """
    with transaction.atomic():
        report = DefectReport.objects.select_for_update().filter(record_id=word.report).first()
        if report is None:
            raise Refused(RecordReason.NO_REPORT_YET)
        if CitizenWord.objects.filter(record_id=record_id).exists():
            return
        if word.kind is WordKind.WITHDRAWN:
            if not _is_right_code(report, word.code):
                return
            _withdraw(report, now=received_at)
        if report.words.filter(kind=word.kind.value).count() < MOST_WORDS:
            report.words.create(
                record_id=record_id,
                kind=word.kind.value,
                day=date.fromisoformat(word.day),
                received_at=received_at,
                is_settled=False,
            )


def _is_right_code(report: DefectReport, code: str) -> bool:
    """Counts the wrong ones: after a few, none is right any more."""
    if not report.withdrawal or report.wrong_codes >= MOST_WRONG_CODES:
        return False
    if hmac.compare_digest(report.withdrawal, withdrawal_mark(report.record_id, code)):
        return True
    report.wrong_codes += 1
    report.save(update_fields=("wrong_codes",))
    return False


def _withdraw(report: DefectReport, *, now: datetime) -> None:
    report.description, report.public_text, report.hidden_because = "", "", ""
    report.attachments, report.review = [], ReviewState.REJECTED.value
    report.save(update_fields=("description", "public_text", "hidden_because", "attachments", "review"))
    note_state(report.record_id, ReportState.WITHDRAWN, note="", by=BY_CITIZEN, now=now, seen=report.version)
    audit.append(AuditEvent.REPORT_WITHDRAWN, BY_CITIZEN, at=now, record=report.record_id)
    tell_report_states([report.record_id], now=timezone.now())
