"""How far handed-over reports are at the receiver: asked by lists of numbers, told to whoever left them.

What the receiver says is told when it changes; what our own office has said meanwhile stays until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sync.hub.handover.models import Handover, HandoverState
from sync.hub.handover.reasons import HandoverReason
from sync.hub.handover.receiver import NotHandedOver, StateThere
from sync.hub.handover.sending import BY_HANDOVER, HandoverLine, receiver_health, step
from sync.hub.reports.models import DefectReport
from sync.hub.reports.services import note_state
from sync.hub.reports.telling import tell_report_states
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.report_status import LAST_STATES, ReportState

NUMBERS_AT_ONCE = 50
QUESTIONS_AT_ONCE = 10
ASKED_AFTER_END = timedelta(days=60)
"""So long something that is done can still be opened again, or its note change."""
HIDDEN_FOR = timedelta(days=3)
"""So long the receiver may hide a report for a reason of its own, such as somebody calling it misuse."""


def ask_how_far(line: HandoverLine) -> int:
    """Ask about those whose turn it is. Returns of how many something new was told."""
    if receiver_health().is_left_alone(line.clock()):
        return 0
    try:
        _ask_numbers(line)
        told = 0
        for _question in range(QUESTIONS_AT_ONCE):
            rows = _due(line)
            if not rows:
                break
            line.alive()
            told += _ask(rows, line)
    except NotHandedOver:
        return 0  # whoever sends next notices it, too, and waits; nothing is lost by asking later
    return told


def _ask_numbers(line: HandoverLine) -> None:
    for row in Handover.objects.filter(state=HandoverState.ACCEPTED, request_id="").exclude(token=""):
        if row.asked_at is None or row.asked_at <= line.clock() - timedelta(minutes=line.settings.poll_minutes):
            Handover.objects.filter(pk=row.pk).update(asked_at=line.clock())
            if number := line.receiver.number_of(row.token):
                Handover.objects.filter(pk=row.pk).update(request_id=number[:60], asked_at=None)


def _due(line: HandoverLine) -> list[Handover]:
    now = line.clock()
    turn = Q(asked_at=None) | Q(asked_at__lte=now - timedelta(minutes=line.settings.poll_minutes))
    over = Q(
        report__state__in=[state.value for state in LAST_STATES],
        report__state_day__lt=timezone.localdate(now - ASKED_AFTER_END),
    )
    rows = Handover.objects.filter(turn, state=HandoverState.ACCEPTED).exclude(request_id="").exclude(over)
    return list(rows.select_related("report").order_by("asked_at", "report_id")[:NUMBERS_AT_ONCE])


def _ask(rows: Sequence[Handover], line: HandoverLine) -> int:
    found = line.receiver.states([row.request_id for row in rows])
    now, told = line.clock(), list[str]()
    with transaction.atomic():
        for row in rows:
            row.asked_at = now
            if row.request_id not in found:
                _note_missing(row, line)
            elif (there := found[row.request_id]) is not None:
                row.missing_since = None
                told += [row.report.record_id] if _tell(row, there, line) else []
            row.save()
        if told:
            tell_report_states(told, now=now)
    return len(told)


def _tell(row: Handover, there: StateThere, line: HandoverLine) -> bool:
    news = [there.state.value, there.note, there.responsible, there.due.isoformat() if there.due else "", "open"]
    if there.is_pending:
        news[-1] = "pending"
    if row.told == news:
        return False
    report = DefectReport.objects.get(pk=row.report_id)
    if report.state == ReportState.WITHDRAWN:
        return False
    responsible = there.responsible or line.settings.name
    try:
        said = note_state(
            report.record_id, there.state, note=there.note, by=BY_HANDOVER, now=line.clock(),
            seen=report.version, responsible=responsible, due=there.due,
        )  # fmt: skip
    except ChangedMeanwhile:
        return False  # our office was faster just now: the next question brings it
    row.told = news
    return said


def _note_missing(row: Handover, line: HandoverLine) -> None:
    now = line.clock()
    if row.told and row.told[0] == ReportState.REPORTED and row.told[-1] == "pending":
        step(row, HandoverState.REFUSED, HandoverReason.UNCONFIRMED.kept({}), line=line)
    elif row.missing_since is None:
        row.missing_since = now
    elif now >= row.missing_since + HIDDEN_FOR:
        step(row, HandoverState.REFUSED, HandoverReason.DELETED.kept({}), line=line)
