"""When a station is expected, and from when it is overdue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sync.hub.triage.contact_schedule import ContactPlan, PlanKind, overdue_before, overdue_from, read_plan, write_plan

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAYS = ContactPlan(PlanKind.WEEKDAYS, frozenset({4}))
WORKDAYS = ContactPlan(PlanKind.WEEKDAYS, frozenset(range(5)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("plan", "last", "overdue"),
    [
        # 20 November 2026 is a Friday.
        (ContactPlan(), "2026-11-20 12:00", "2026-11-21 12:00"),
        (FRIDAYS, "2026-11-20 12:00", "2026-11-28 00:00"),
        (FRIDAYS, "2026-11-18 12:00", "2026-11-21 00:00"),
        (WORKDAYS, "2026-11-20 12:00", "2026-11-24 00:00"),
        (WORKDAYS, "2026-11-23 00:01", "2026-11-25 00:00"),
        (ContactPlan(PlanKind.EVERY, every_days=1), "2026-11-20 23:59", "2026-11-22 00:00"),
        (ContactPlan(PlanKind.EVERY, every_days=14), "2026-11-20 12:00", "2026-12-05 00:00"),
        # The night in which clocks go back has an hour more, the day is over at midnight all the same.
        (ContactPlan(PlanKind.EVERY, every_days=1), "2026-10-24 12:00", "2026-10-26 00:00"),
    ],
)
def test_a_station_is_overdue_once_an_expected_day_is_over(plan: ContactPlan, last: str, overdue: str) -> None:
    assert overdue_from(plan, last=at(last), zone=BERLIN) == at(overdue)


@pytest.mark.parametrize(
    ("now", "late"), [("2026-11-23 09:00", False), ("2026-11-27 23:59", False), ("2026-11-28 00:01", True)]
)
def test_a_bus_out_on_fridays_is_not_overdue_on_monday(now: str, late: bool) -> None:
    assert (at("2026-11-20 17:00") < overdue_before(FRIDAYS, now=at(now), zone=BERLIN)) is late


@pytest.mark.parametrize(
    "plan",
    [ContactPlan(), FRIDAYS, WORKDAYS, *(ContactPlan(PlanKind.EVERY, every_days=days) for days in (1, 3))],
    ids=write_plan,
)
def test_both_ways_round_a_station_is_overdue_from_the_same_moment(plan: ContactPlan) -> None:
    first = at("2026-10-20 00:00").astimezone(UTC)  # with the night in which clocks go back
    hours = [first + timedelta(hours=number) for number in range(0, 24 * 12, 3)]
    for last in hours:
        start = overdue_from(plan, last=last, zone=BERLIN).astimezone(UTC)
        for now in (start - timedelta(hours=1), start, start + timedelta.resolution, start + timedelta(hours=30)):
            assert (last < overdue_before(plan, now=now, zone=BERLIN)) is (now > start)


@pytest.mark.parametrize(
    ("kind", "weekdays", "every_days"),
    [
        (PlanKind.WEEKDAYS, frozenset(), 1),
        (PlanKind.WEEKDAYS, frozenset({7}), 1),
        (PlanKind.EVERY, frozenset(), 0),
        (PlanKind.EVERY, frozenset(), 91),
    ],
)
def test_a_plan_that_expects_nothing_is_refused(kind: PlanKind, weekdays: frozenset[int], every_days: int) -> None:
    with pytest.raises(ValueError, match=r"days? "):
        ContactPlan(kind, weekdays, every_days)


@pytest.mark.parametrize(
    "plan", [ContactPlan(), FRIDAYS, WORKDAYS, ContactPlan(PlanKind.EVERY, every_days=14)], ids=write_plan
)
def test_a_plan_survives_being_written_down(plan: ContactPlan) -> None:
    assert read_plan(write_plan(plan)) == plan
