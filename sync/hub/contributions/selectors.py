"""Reading contributions: whether there is anything new, and finding them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.expressions import OrderBy

from sync.hub.contributions.models import CitizenContribution, ContributionSupport
from sync.hub.entries.enclosed import written_down
from sync.hub.entries.models import NO_DAY_PROMISED
from sync.hub.entries.search import (
    by_number_or_words,
    that_are_late,
    that_are_the_same_as,
    that_lie_in,
    worked_on_by,
)
from sync.protocol.contributions import LAST_STATES, ContributionState


def newest_ids() -> tuple[int, int]:
    """The running numbers of the contribution and of the support that came last; 0 before the first."""
    tables = (CitizenContribution, ContributionSupport)
    contribution, support = (table.objects.aggregate(newest=Max("id"))["newest"] or 0 for table in tables)
    return contribution, support


def supports_of_merged(record_ids: Collection[str] | None = None) -> dict[str, int]:
    """Of these, or of all, how many stand behind those that are the same as it; who have none are not there."""
    merged = ~Q(merged_into="") if record_ids is None else that_are_the_same_as(record_ids)
    rows = CitizenContribution.objects.filter(merged)
    return dict(rows.values_list("merged_into").annotate(together=Sum("supports")).order_by())


def offered_for(names: Iterable[str], *, among: QuerySet[CitizenContribution]) -> QuerySet[CitizenContribution]:
    """What people offered to do for these ideas, by their public names, in words of their own."""
    offers = among.filter(about__in=list(names)).exclude(about="")  # as the index says of the few that it holds
    return offers.exclude(description="")


def possibly_the_same(
    one: CitizenContribution, *, among: QuerySet[CitizenContribution], most: int = 12
) -> list[CitizenContribution]:
    """Of the same kind, topic and project, none that is over or the same as a third; those most stand behind first."""
    rows = among.filter(kind=one.kind, topic=one.topic, project=one.project, merged_into="", is_erased=False)
    rows = rows.exclude(pk=one.pk).exclude(state=ContributionState.WITHDRAWN)
    found = list(rows.prefetch_related("enclosed__enclosures").order_by("-supports", "-received_at")[:most])
    if one.merged_into and all(other.record_id != one.merged_into for other in found):
        found += among.filter(record_id=one.merged_into)  # what is chosen can stay so
    return found


class ContributionOrder(StrEnum):
    """In which order contributions are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    SUPPORTS = "supports"


_ORDERS: Mapping[str, tuple[str | OrderBy, ...]] = {
    ContributionOrder.NEWEST: ("-received_at", "-id"),
    ContributionOrder.OLDEST: ("received_at", "id"),
    ContributionOrder.DUE: (NO_DAY_PROMISED.asc(), "due", "-received_at", "-id"),
    ContributionOrder.SUPPORTS: ("-supports", "-received_at", "-id"),
}
"""Each has its index."""


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
    area: str = ""
    """A box on the map, as ``read_area`` reads it; anything else is none."""
    order: str = ContributionOrder.NEWEST.value


def find_contributions(query: ContributionQuery, *, now: datetime, today: date) -> QuerySet[CitizenContribution]:
    """The contributions that fit, in the order that is asked for."""
    names = ("kind", "state", "review", "receiver", "district", "project")
    wanted = {name: value for name in names if (value := getattr(query, name))}
    where = that_lie_in(query.area)
    late = that_are_late(query.late, last_states=LAST_STATES, now=now, today=today)
    found = by_number_or_words(query.text, also=partial(written_down, CitizenContribution))
    rows = CitizenContribution.objects.filter(late, where, found, worked_on_by(query.assigned), **wanted)
    return rows.prefetch_related("enclosed__enclosures").order_by(  # what was said stands for missing words
        *_ORDERS.get(query.order, _ORDERS[ContributionOrder.NEWEST])
    )
