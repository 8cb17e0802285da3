"""Telling the receiver how many people at stations mean the same report: a note with a number, and no votes.

The receiver takes one support from each mail address, and people here have none. The number is noted before it is sent:
a note whose answer was lost is not sent again, the next one says the whole number anyway.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from sync.hub.handover.models import Handover, HandoverState, ReportElsewhere
from sync.hub.handover.receiver import AnswerLost, NotHandedOver, RefusedThere
from sync.hub.handover.sending import HandoverLine, receiver_health
from sync.protocol.report_status import LAST_STATES

NOTES_AT_ONCE = 20


def tell_supports(line: HandoverLine) -> int:
    """One note for each report that more people mean than the receiver was told, at most one a day. How many."""
    if receiver_health().is_left_alone(line.clock()):
        return 0
    today, told = timezone.localdate(line.clock()), 0
    for row, number in (*_more_than_told(_handed_over(), today), *_more_than_told(_elsewhere(), today)):
        line.alive()
        told_before = row.supports_told
        _note(row, number, today)
        try:
            line.receiver.note(row.request_id, _words(number))
        except NotHandedOver:
            _note(row, told_before, today)  # nothing was sent, or our key may not write notes: tomorrow again
            return told
        except (AnswerLost, RefusedThere):
            continue
        told += 1
    return told


_Row = Handover | ReportElsewhere


def _handed_over() -> QuerySet[Any]:
    rows = Handover.objects.filter(state=HandoverState.ACCEPTED).exclude(request_id="")
    rows = rows.exclude(report__state__in=[state.value for state in LAST_STATES])
    return rows.annotate(supported=Count("report__supports"))


def _elsewhere() -> QuerySet[Any]:
    return ReportElsewhere.objects.filter(gone_on=None).annotate(supported=Count("supports"))


def _more_than_told(rows: QuerySet[Any], today: date) -> list[tuple[_Row, int]]:
    turn = Q(supports_told_on=None) | Q(supports_told_on__lt=today)
    more = rows.filter(turn, supported__gt=F("supports_told"))
    return [(row, row.supported) for row in more.order_by("pk")[:NOTES_AT_ONCE]]


def _note(row: _Row, number: int, day: date) -> None:
    row.supports_told, row.supports_told_on = number, day
    row.save(update_fields=["supports_told", "supports_told_on"])


def _words(number: int) -> str:
    people = "eine weitere Person" if number == 1 else f"{number} weitere Menschen"
    verb = "hat" if number == 1 else "haben"
    return f"An Mitmachstationen {verb} bisher {people} gesagt, dass genau das auch ihr Anliegen ist."
