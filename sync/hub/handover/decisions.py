"""What somebody of the office decides about a report that is on its way, or stuck there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from sync.hub.handover.models import Handover, HandoverState
from sync.hub.handover.sending import step
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused


class HandoverDecision(StrEnum):
    """What can be decided."""

    SEND = "send"
    """Send it, or send it again: somebody has looked, and it is not there."""
    KEEP_HERE = "keep_here"
    """It does not go there."""
    IS_THERE = "is_there"
    """Somebody has looked: it is there, under a number."""


_FROM = {
    HandoverDecision.SEND: {
        HandoverState.INCOMPLETE,
        HandoverState.REFUSED,
        HandoverState.ANSWER_LOST,
        HandoverState.KEPT_HERE,
    },
    HandoverDecision.KEEP_HERE: {
        HandoverState.WAITING,
        HandoverState.INCOMPLETE,
        HandoverState.REFUSED,
        HandoverState.ANSWER_LOST,
    },
    HandoverDecision.IS_THERE: {HandoverState.REFUSED, HandoverState.ANSWER_LOST, HandoverState.KEPT_HERE},
}


def possible_decisions(state: str) -> list[HandoverDecision]:
    """What can be decided about a report in this state."""
    return [decision for decision, states in _FROM.items() if state in states]


def decide(
    record_id: str, decision: HandoverDecision, *, request_id: str = "", seen: int, by: str, now: datetime
) -> None:
    """Let a decision hold from now on. ``seen`` is the version the person had before them.

    Raises ChangedMeanwhile when it is another by now, Refused when the number is missing, taken, or none.
    """
    with transaction.atomic():
        row = Handover.objects.select_for_update().select_related("report").get(report__record_id=record_id)
        if row.version != seen:
            raise ChangedMeanwhile(row.steps.first())
        if row.state not in _FROM[decision]:
            raise Refused("this cannot be decided about a report in this state")
        row.said, row.missing_since, row.asked_at = "", None, None
        if decision is HandoverDecision.SEND:
            row.request_id, row.token, row.told = "", "", []
            step(row, HandoverState.WAITING, by=by, now=now)
        elif decision is HandoverDecision.KEEP_HERE:
            step(row, HandoverState.KEPT_HERE, by=by, now=now)
        else:
            row.request_id, row.told = _free_number(row, request_id), []
            step(row, HandoverState.ACCEPTED, by=by, now=now)


def _free_number(row: Handover, typed: str) -> str:
    number = typed.strip()
    if not number or len(number) > 60 or "," in number or not number.isprintable():
        raise Refused("the number over there is missing, or is none")
    if Handover.objects.filter(request_id=number).exclude(pk=row.pk).exists():
        raise Refused("another report has this number over there")
    return number
