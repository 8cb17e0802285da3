"""Reading contributions: whether there is anything new, and finding them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from django.db.models import F, Max, QuerySet
from django.db.models.expressions import OrderBy

from sync.hub.contributions.models import CitizenContribution, ContributionSupport
from sync.hub.entries.enclosed import written_down
from sync.hub.entries.search import by_number_or_words, that_are_late, worked_on_by
from sync.protocol.contributions import LAST_STATES


def newest_ids() -> tuple[int, int]:
    """The running numbers of the contribution and of the support that came last; 0 before the first."""
    tables = (CitizenContribution, ContributionSupport)
    contribution, support = (table.objects.aggregate(newest=Max("id"))["newest"] or 0 for table in tables)
    return contribution, support


class ContributionOrder(StrEnum):
    """In which order contributions are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    SUPPORTS = "supports"


_ORDERS: Mapping[str, tuple[str | OrderBy, ...]] = {
    ContributionOrder.NEWEST: ("-received_at", "-id"),
    ContributionOrder.OLDEST: ("received_at", "id"),
    ContributionOrder.DUE: (F("due").asc(nulls_last=True), "-received_at"),
    ContributionOrder.SUPPORTS: ("-supports", "-received_at"),
}


@dataclass(frozen=True)
class ContributionQuery:
    """What is looked for. Empty: everything."""

    text: str = ""
    """A number, or words that all stand in the text."""
    kind: str = ""
    state: str = ""
    review: str = ""
    receiver: str = ""
    district: str = ""
    project: str = ""
    late: str = ""
    assigned: str = ""
    """An account, or ``NOBODY``."""
    order: str = ContributionOrder.NEWEST.value


def find_contributions(query: ContributionQuery, *, now: datetime, today: date) -> QuerySet[CitizenContribution]:
    """The contributions that fit, in the order that is asked for."""
    names = ("kind", "state", "review", "receiver", "district", "project")
    wanted = {name: value for name in names if (value := getattr(query, name))}
    late = that_are_late(query.late, last_states=LAST_STATES, now=now, today=today)
    found = by_number_or_words(query.text, also=partial(written_down, CitizenContribution))
    rows = CitizenContribution.objects.filter(late, found, worked_on_by(query.assigned), **wanted)
    return rows.prefetch_related("enclosed__enclosures").order_by(  # what was said stands for missing words
        *_ORDERS.get(query.order, _ORDERS[ContributionOrder.NEWEST])
    )
