"""Finding reports: by number, words, state, place and day; and those that may be the same as one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import nlargest
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from sync.hub.entries.enclosed import written_down
from sync.hub.entries.models import NO_DAY_PROMISED
from sync.hub.entries.search import by_number_or_words, that_are_late, that_lie_in, worked_on_by
from sync.hub.reports.models import DefectReport
from sync.protocol.report_status import LAST_STATES

NEAR_METRES, ALIKE_DAYS = 150, 90
_LOOKED_AT = 500
_METRES_PER_DEGREE = 111_320


class Order(StrEnum):
    """In which order reports are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    DISTRICT = "district"
    CATEGORY = "category"


_ORDERS: Mapping[Order, tuple[str | OrderBy, ...]] = {
    Order.NEWEST: ("-received_at", "-id"),
    Order.OLDEST: ("received_at", "id"),
    Order.DUE: (NO_DAY_PROMISED.asc(), "due", "-received_at", "-id"),
    Order.DISTRICT: ("district", "-received_at", "-id"),
    Order.CATEGORY: ("category", "-received_at", "-id"),
}
"""Each has its index."""


@dataclass(frozen=True)
class ReportQuery:
    """What is looked for. Empty: everything."""

    text: str = ""
    """A number, here or at the receiver, or words that all stand in the description."""
    state: str = ""
    review: str = ""
    district: str = ""
    category: str = ""
    handover: str = ""
    late: str = ""
    assigned: str = ""
    """An account, or ``NOBODY``."""
    spoken: bool = False
    """Whoever left it has said something since that nobody has answered."""
    area: str = ""
    """A box on the map: west, south, east and north in degrees, with commas between them; anything else is none."""
    order: str = Order.NEWEST.value


def find_reports(query: ReportQuery, *, now: datetime, today: date) -> QuerySet[DefectReport]:
    """The reports that fit, in the order that is asked for."""
    wanted = {"state": query.state, "review": query.review, "district": query.district, "category": query.category}
    rows = DefectReport.objects.filter(**{name: value for name, value in wanted.items() if value})
    if query.handover:
        # Asked of each report in turn, so that the order of the list stays that of its index.
        rows = rows.filter(Exists(_handovers().filter(report=OuterRef("pk"), state=query.handover)))
    rows = rows.filter(that_are_late(query.late, last_states=LAST_STATES, now=now, today=today))
    rows = rows.filter(worked_on_by(query.assigned))
    if query.spoken:
        rows = rows.filter(words__is_settled=False).distinct()
    rows = rows.filter(that_lie_in(query.area))
    order = _ORDERS[Order(query.order)] if query.order in set(Order) else _ORDERS[Order.NEWEST]
    found = rows.filter(by_number_or_words(query.text, also=_elsewhere))
    return found.prefetch_related("enclosed__enclosures").order_by(*order)  # what was said belongs to the words


def _handovers() -> QuerySet[Any]:
    """Their room stands above this one."""
    model: Any = DefectReport._meta.get_field("handover").related_model
    rows: QuerySet[Any] = model.objects.all()
    return rows


def _elsewhere(typed: str) -> Q:
    """The receiver's own number, and what was written down of a spoken message."""
    handed_over = _handovers().filter(request_id=typed)
    numbered = Q(pk__in=handed_over.values("report")) if handed_over.exists() else Q()
    return numbered | written_down(DefectReport, typed)


@dataclass(frozen=True)
class PossibleDuplicate:
    """A report that may be the same as another, and what speaks for it."""

    report: DefectReport
    metres: int
    is_same_category: bool
    has_same_words: bool


def possible_duplicates(report: DefectReport, *, most: int = 8) -> list[PossibleDuplicate]:
    """Reports near this one in place and time, of its category or with its words; the nearest first."""
    around = NEAR_METRES / _METRES_PER_DEGREE
    east = around / max(math.cos(math.radians(report.latitude)), 0.01)
    span = timedelta(days=ALIKE_DAYS)
    # By the place alone, which few share: asked for their order, too, a database may read all that came in this time.
    here = DefectReport.objects.filter(
        latitude__range=(report.latitude - around, report.latitude + around),
        longitude__range=(report.longitude - east, report.longitude + east),
    ).values_list("received_at", "pk")
    lately = ((at, pk) for at, pk in here if pk != report.pk and abs(at - report.received_at) <= span)
    newest = [pk for _at, pk in nlargest(_LOOKED_AT, lately)]
    near = DefectReport.objects.filter(pk__in=newest).select_related("handover")
    words = _words(report.text_to_pass_on)
    found = []
    for other in near.order_by("-received_at", "-id").prefetch_related("enclosed__enclosures"):
        metres = _metres(report, other)
        theirs = _words(other.text_to_pass_on)
        shared = len(words & theirs) / len(words | theirs) if words and theirs else 0.0
        one = PossibleDuplicate(other, round(metres), other.category == report.category, shared >= 0.4)
        if metres <= NEAR_METRES and (one.is_same_category or one.has_same_words):
            found.append(one)
    return sorted(found, key=lambda one: (not one.has_same_words, one.metres))[:most]


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3)


def _metres(one: DefectReport, other: DefectReport) -> float:
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(east, one.latitude - other.latitude) * _METRES_PER_DEGREE
