"""The rule of expected contact: from when on a station is overdue. Takes values; knows no clock and no table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

MOST_DAYS = 90
_ALWAYS = timedelta(hours=24)


class PlanKind(StrEnum):
    """How a station's contact is expected."""

    ALWAYS = "always"
    """It is on the network all the time: a day without contact is too long."""
    WEEKDAYS = "weekdays"
    """On these days of the week, at some time of the day."""
    EVERY = "every"
    """Once in so many days."""


@dataclass(frozen=True)
class ContactPlan:
    """When one station is expected. ``weekdays``: 0 is Monday. Raises ValueError for a plan that expects nothing."""

    kind: PlanKind = PlanKind.ALWAYS
    weekdays: frozenset[int] = frozenset()
    every_days: int = 1

    def __post_init__(self) -> None:
        if self.kind is PlanKind.WEEKDAYS and not (self.weekdays and self.weekdays <= set(range(7))):
            raise ValueError("choose at least one day of the week")
        if self.kind is PlanKind.EVERY and not 1 <= self.every_days <= MOST_DAYS:
            raise ValueError(f"the number of days is 1 to {MOST_DAYS}")


def overdue_from(plan: ContactPlan, *, last: datetime, zone: tzinfo) -> datetime:
    """The moment from which a station is overdue that was last heard of (or enrolled) at ``last``.

    An expected day counts as missed only when it is over, midnight to midnight in ``zone``.
    """
    if plan.kind is PlanKind.ALWAYS:
        return last + _ALWAYS
    day = last.astimezone(zone).date()
    if plan.kind is PlanKind.EVERY:
        expected = day + timedelta(days=plan.every_days)
    else:
        expected = next(
            day + timedelta(days=ahead)
            for ahead in range(1, 8)
            if (day + timedelta(days=ahead)).weekday() in plan.weekdays
        )
    return datetime.combine(expected + timedelta(days=1), time(), tzinfo=zone)


def overdue_before(plan: ContactPlan, *, now: datetime, zone: tzinfo) -> datetime:
    """Whoever was last heard of (or enrolled) before this moment is overdue at ``now``: ``overdue_from`` turned round.

    The same for all stations with this plan, so that a database can tell of them all.
    """
    if plan.kind is PlanKind.ALWAYS:
        return now - _ALWAYS
    today = (now - datetime.resolution).astimezone(zone).date()
    if plan.kind is PlanKind.EVERY:
        missed = today - timedelta(days=plan.every_days)
    else:
        missed = next(
            today - timedelta(days=ago)
            for ago in range(1, 8)
            if (today - timedelta(days=ago)).weekday() in plan.weekdays
        )
    return datetime.combine(missed, time(), tzinfo=zone)


def write_plan(plan: ContactPlan) -> str:
    """A plan as one short text, as the audit log keeps it: ``weekdays 0 4``, ``every 14`` or ``always``."""
    if plan.kind is PlanKind.WEEKDAYS:
        return " ".join([plan.kind.value, *(str(day) for day in sorted(plan.weekdays))])
    return f"{plan.kind.value} {plan.every_days}" if plan.kind is PlanKind.EVERY else plan.kind.value


def read_plan(text: str) -> ContactPlan:
    """The plan of such a text. Raises ValueError for another."""
    kind, *numbers = text.split()
    days = [int(number) for number in numbers]
    if kind == PlanKind.EVERY:
        return ContactPlan(PlanKind.EVERY, every_days=days[0])
    return ContactPlan(PlanKind(kind), frozenset(days))
