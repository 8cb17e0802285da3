"""Telling of months, each once: a month that is over for a week is told, and stays as it was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min

from sync.hub.contributions.models import CitizenContribution
from sync.hub.indicators.models import ToldMonth
from sync.hub.indicators.selectors import Channel, Column, names_of_told_months
from sync.hub.reach.month import CountedMonth, tables_of
from sync.hub.reports.models import DefectReport
from sync.hub.visits.models import VisitDay
from sync.protocol.visit_counts import VisitCounts

WAITED_DAYS = 7
"""So long after its last day a month is told: stations without a network have handed over by then."""

MOST_MONTHS = 24
"""A hub that has told nothing yet looks back so far."""


def tell_months(*, today: date, now: datetime) -> list[str]:
    """Tell of every month that is due and has something to tell. Returns their names, the oldest first.

    A day that arrives after its month was told is told nowhere: the difference would be the day of one station.
    """
    told, begun, new = set(names_of_told_months()), _first_day(), []
    for first in _months_before(today - timedelta(days=WAITED_DAYS)):
        name = first.strftime("%Y-%m")
        if name in told or begun is None or first < begun.replace(day=1):
            continue
        tables = tables_of(_counted(first))
        if tables:
            with transaction.atomic():
                wire = [table.to_wire() for table in tables]
                _, is_new = ToldMonth.objects.get_or_create(month=name, defaults={"tables": wire, "told_at": now})
            new += [name] if is_new else []
    return new


def _months_before(day: date) -> Iterator[date]:
    """The first days of the months that are over on this day, the oldest first."""
    month = day.year * 12 + day.month - 1
    for number in range(month - MOST_MONTHS, month):
        yield date(number // 12, number % 12 + 1, 1)


def _first_day() -> date | None:
    """Of all there is to tell of; None where nothing is."""
    models = (VisitDay, DefectReport, CitizenContribution)
    days = [model.objects.aggregate(first=Min("day"))["first"] for model in models]
    return min((day for day in days if day), default=None)


def _counted(first: date) -> CountedMonth:
    after = (first + timedelta(days=31)).replace(day=1)
    counted = CountedMonth()
    for row in VisitDay.objects.filter(day__gte=first, day__lt=after).iterator(chunk_size=500):
        channel = Channel.ROAD if row.is_on_the_road else Channel.HOUSE
        counted.days.append((row.district, row.place, channel, VisitCounts.from_wire(row.counts)))
    for model, column in ((DefectReport, Column.REPORTS), (CitizenContribution, Column.CONTRIBUTIONS)):
        rows = model.objects.filter(day__gte=first, day__lt=after).values_list("district").annotate(Count("id"))
        for district, number in rows.order_by("district"):
            counted.entries[district, column] += number
    return counted
