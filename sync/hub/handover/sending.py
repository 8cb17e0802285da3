"""Handing over what waits, one report after the other. No report is sent twice unless it is known not to be there.

There is no reference of ours at the receiver: whoever repeats a request makes a second report. So a report is marked
as sent before it is sent; whatever then happens to the answer, or to this program, it is looked for over there first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.entries.models import ReviewState
from sync.hub.handover.config import HandoverSettings, ReceiverKind, ToSend
from sync.hub.handover.georeport import SAME_PLACE_DEGREES
from sync.hub.handover.models import Handover, HandoverState, ReceiverHealth
from sync.hub.handover.parcels import missing_of, parcel_of
from sync.hub.handover.reasons import HandoverReason
from sync.hub.handover.receiver import (
    AnswerLost,
    HandoverFault,
    NotHandedOver,
    PhotoRefused,
    Receiver,
    RefusedThere,
)
from sync.hub.reports.models import DefectReport
from sync.protocol.report_status import LAST_STATES, ReportState

BY_HANDOVER = "hand-over"
REPORTS_AT_ONCE = 20
SETTLED_AFTER = timedelta(minutes=15)
"""So long a receiver may still be at work with what it was sent; only then "not found" means that it is not there."""
LOOK_EVERY = timedelta(minutes=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
MOST_PHOTO_BYTES = 5 * 2**20
"""What Klarschiff's own client sends at most."""

_OVER = {
    HandoverReason.WITHDRAWN: Q(report__state=ReportState.WITHDRAWN),
    HandoverReason.REJECTED: Q(report__review=ReviewState.REJECTED),
    HandoverReason.MERGED: ~Q(report__merged_into=""),
}
"""What keeps a report that waits from going there."""

PhotoOf = Callable[[DefectReport], bytes | None]
"""A report's photo as a JPEG, where it has one and all of it is here."""


@dataclass(frozen=True)
class HandoverLine:
    """What handing over needs. ``clock`` gives the present time; ``alive`` is called between two reports."""

    receiver: Receiver
    settings: HandoverSettings
    photo_of: PhotoOf = lambda _report: None
    clock: Callable[[], datetime] = timezone.now
    alive: Callable[[], None] = lambda: None


def hand_over(line: HandoverLine) -> int:
    """One pass over what waits. Returns how many reports have arrived over there, as far as is known now."""
    _take_up(line)
    _keep_or_complete(line)
    for left in Handover.objects.filter(state=HandoverState.SENT):
        step(left, HandoverState.ANSWER_LOST, _kept(HandoverReason.NO_ANSWER, detail="the program ended"), line=line)
    health = receiver_health()
    if health.is_left_alone(line.clock()):
        return 0
    arrived = 0
    try:
        for lost in _in_turn(HandoverState.ANSWER_LOST):
            line.alive()
            arrived += _look_for(lost, line)
        for waiting in _in_turn(HandoverState.WAITING)[:REPORTS_AT_ONCE]:
            line.alive()
            if not _is_one_lost_like(waiting):
                arrived += _send(waiting, line)
    except NotHandedOver as trouble:
        _note_trouble(health, trouble, now=line.clock())
    else:
        if health.trouble:
            ReceiverHealth.objects.filter(id=health.id).update(trouble="", since=None, failures=0, next_try_at=None)
    return arrived


def receiver_health() -> ReceiverHealth:
    """How the receiver was last time."""
    return ReceiverHealth.objects.get_or_create(id=1)[0]


def to_hand_over(settings: HandoverSettings) -> QuerySet[DefectReport]:
    """The reports that are to go there, whether they have gone or not."""
    chosen = Q(review=ReviewState.APPROVED)
    if settings.send == ToSend.ALL and settings.since is not None:
        chosen |= Q(review__in=(ReviewState.RECEIVED, ReviewState.HAS_ISSUES)) & Q(
            received_at__date__gte=settings.since
        )
    return DefectReport.objects.filter(chosen)


def step(
    row: Handover,
    state: HandoverState,
    reason: str = "",
    *,
    line: HandoverLine | None = None,
    by: str = BY_HANDOVER,
    now: datetime | None = None,
) -> None:
    """Bring a row into a state, with its history. Part of the caller's transaction, if there is one."""
    moment = now or (line.clock() if line else timezone.now())
    with transaction.atomic():
        row.state, row.reason, row.version = state.value, reason, row.version + 1
        row.save()
        row.steps.create(number=row.version, state=state.value, reason=reason, by=by, at=moment)
        if state in {HandoverState.ACCEPTED, HandoverState.REFUSED, HandoverState.KEPT_HERE}:
            audit.append(
                AuditEvent.REPORT_HANDED_OVER, by, at=moment, record=row.report.record_id, handover=state.value
            )


def _take_up(line: HandoverLine) -> None:
    new = (
        to_hand_over(line.settings)
        .filter(handover=None, merged_into="")
        .exclude(state__in=[state.value for state in LAST_STATES])
    )
    for report in new.order_by("received_at", "id"):
        with transaction.atomic():
            row, is_new = Handover.objects.get_or_create(report=report)
            if is_new:
                missing = missing_of(report, line.settings, now=line.clock())
                state = HandoverState.INCOMPLETE if missing else HandoverState.WAITING
                step(row, state, missing.kept({}) if missing else "", line=line)


def _keep_or_complete(line: HandoverLine) -> None:
    """Of what waits: what is not to go any more stays here; what was incomplete goes once it is whole."""
    waits = Handover.objects.filter(state__in=(HandoverState.WAITING, HandoverState.INCOMPLETE))
    for reason, over in _OVER.items():
        for row in waits.filter(over).select_related("report"):
            step(row, HandoverState.KEPT_HERE, _kept(reason), line=line)
    for row in Handover.objects.filter(state=HandoverState.INCOMPLETE).select_related("report"):
        missing = missing_of(row.report, line.settings, now=line.clock())
        if missing is None:
            step(row, HandoverState.WAITING, line=line)
        elif row.reason != missing.kept({}):
            step(row, HandoverState.INCOMPLETE, missing.kept({}), line=line)


def _in_turn(state: HandoverState) -> QuerySet[Handover]:
    return Handover.objects.filter(state=state).select_related("report").order_by("report__received_at", "report_id")


def _is_one_lost_like(row: Handover) -> bool:
    """Another report of this category at this place may be over there or not: theirs could be taken for ours."""
    report = row.report
    lost = Handover.objects.filter(state=HandoverState.ANSWER_LOST, report__category=report.category)
    near = 2 * SAME_PLACE_DEGREES
    return (
        lost.exclude(report=report)
        .filter(
            report__latitude__range=(report.latitude - near, report.latitude + near),
            report__longitude__range=(report.longitude - near, report.longitude + near),
        )
        .exists()
    )


def _look_for(row: Handover, line: HandoverLine) -> int:
    """Whether what was sent is there. Raises NotHandedOver."""
    now, sent_at = line.clock(), row.sent_at or line.clock()
    if row.asked_at is not None and now < row.asked_at + LOOK_EVERY:
        return 0
    known = Handover.objects.exclude(request_id="").values_list("request_id", flat=True)
    row.asked_at = now
    row.save(update_fields=("asked_at",))
    try:
        found = line.receiver.find(parcel_of(row.report, line.settings), since=sent_at, known=frozenset(known))
    except AnswerLost as never:
        if row.reason != never.kept:
            step(row, HandoverState.ANSWER_LOST, never.kept, line=line)
        return 0
    if len(found) == 1:
        row.request_id, row.asked_at = found[0], None
        step(row, HandoverState.ACCEPTED, line=line)
        return 1
    if found:
        several = _kept(HandoverReason.SEVERAL, numbers=", ".join(found)[:100])
        if row.reason != several:
            step(row, HandoverState.ANSWER_LOST, several, line=line)
    elif now >= sent_at + SETTLED_AFTER:
        row.asked_at = None
        step(row, HandoverState.WAITING, line=line)
    return 0


def _send(row: Handover, line: HandoverLine) -> int:
    """Check, mark, send. Raises NotHandedOver, the row waiting as before."""
    parcel = parcel_of(row.report, line.settings)
    try:
        if line.settings.kind == ReceiverKind.OPEN311 and not parcel.service_code:
            raise RefusedThere(HandoverReason.NO_CATEGORY, category=row.report.category)
        line.receiver.check(parcel)
    except RefusedThere as refused:
        row.said = refused.said
        step(row, HandoverState.REFUSED, refused.kept, line=line)
        return 0
    note, photo = "", line.photo_of(row.report) if line.settings.photos else None
    if photo is not None and len(photo) > MOST_PHOTO_BYTES:
        note, photo = _kept(HandoverReason.PHOTO_LARGE), None
    row.service_code, row.sent_at, row.tries, row.said = parcel.service_code, line.clock(), row.tries + 1, ""
    row.asked_at = None
    step(row, HandoverState.SENT, line=line)
    try:
        try:
            taken = line.receiver.send(replace(parcel, photo=photo))
        except PhotoRefused:
            note = _kept(HandoverReason.PHOTO_REFUSED)
            taken = line.receiver.send(parcel)
    except NotHandedOver as trouble:
        step(row, HandoverState.WAITING, trouble.kept, line=line)
        raise
    except RefusedThere as refused:
        row.said = refused.said
        step(row, HandoverState.REFUSED, refused.kept, line=line)
        return 0
    except AnswerLost as lost:
        row.said = lost.said
        step(row, HandoverState.ANSWER_LOST, lost.kept, line=line)
        return 0
    row.request_id, row.token = taken.request_id, taken.token
    step(row, HandoverState.ACCEPTED, note, line=line)
    return 1


def _note_trouble(health: ReceiverHealth, trouble: HandoverFault, *, now: datetime) -> None:
    pause = LONGEST_PAUSE if trouble.reason is HandoverReason.KEY else FIRST_PAUSE * 2 ** min(health.failures, 10)
    ReceiverHealth.objects.filter(id=health.id).update(
        trouble=trouble.kept,
        since=health.since or now,
        failures=health.failures + 1,
        next_try_at=now + min(pause, LONGEST_PAUSE),
    )


def _kept(reason: HandoverReason, **facts: str) -> str:
    return reason.kept(facts)
