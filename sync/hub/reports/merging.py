"""Saying of a report that it is the same as another: from then on what the city says to that one is said to both."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.entries.models import CitizenEntry
from sync.hub.entries.reviewing import keep_review
from sync.hub.entries.statements import say_the_same
from sync.hub.reports.models import DefectReport
from sync.hub.reports.services import REPORTS
from sync.hub.reports.telling import tell_report_states
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason
from sync.protocol.report_status import ReportState


class MergeFault(Reason):
    """Why two reports are not merged."""

    ITSELF = "itself", "a report is not the same as itself"
    OVER = "over", "the other report was withdrawn or erased"
    MERGED = "merged", "the other report is the same as a third"


def merge_reports(record_id: str, into: str, *, seen: int, by: str, now: datetime) -> None:
    """This report is the same as ``into``; empty: it stands for itself again. Nothing happens when nothing changes.

    Those that were the same as it go along. Whoever left it is told at once what was said to the other one. ``seen`` is
    its review version. Raises ChangedMeanwhile, Refused, DefectReport.DoesNotExist.
    """
    if into == record_id:
        raise Refused(MergeFault.ITSELF)
    with transaction.atomic():
        # In one order, so that no two wait for each other.
        locked = {one: REPORTS.read_for_change(one) for one in sorted({record_id, into} - {""})}
        row = REPORTS.read_unreviewed(record_id, seen)
        if row.merged_into == into:
            return
        if into:
            _follow(row, locked[into], by=by, now=now)
        row.merged_into = into
        keep_review(row, by=by, now=now, also=("merged_into",))
        audit.append(AuditEvent.REPORT_MERGED, by, at=now, record=record_id, into=into)
        tell_report_states([record_id, *([into] if into else [])], now=now)


def _follow(row: CitizenEntry, leading: CitizenEntry, *, by: str, now: datetime) -> None:
    if leading.state == ReportState.WITHDRAWN or leading.is_erased:
        raise Refused(MergeFault.OVER)
    if leading.merged_into:
        raise Refused(MergeFault.MERGED)
    say_the_same(REPORTS, row, leading, by=by, now=now)
    DefectReport.objects.filter(merged_into=row.record_id).update(merged_into=leading.record_id)
