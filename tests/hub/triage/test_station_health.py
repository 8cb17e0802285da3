"""The one word that says how a station is, judged by either database for all stations at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sync.hub.stations.models import Device, DeviceSeen
from sync.hub.triage.health import MOST_CLOCK_SECONDS, Health
from sync.hub.triage.models import ContactCalendar
from sync.hub.triage.station_health import STATES, judged
from tests.kits.hub import Hub, on_both

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""A Sunday."""
HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")

ENROLLED: Mapping[str, Any] = {"enrolled_at": NOW - 300 * HOUR, "model": "m", "public_key": {}, "district": "K"}
WELL = {
    "last_contact": NOW - HOUR, "last_success": NOW - HOUR, "clock_difference_seconds": 0, "content": "new",
    "troubles": ["no-printer"],
}  # fmt: skip
SILENT, LOW, WRONG = ["no-sound"], ["power-low"], MOST_CLOCK_SECONDS + 1

SEEN: list[tuple[Mapping[str, Any], Health]] = [
    ({}, Health.IN_SYNC),
    ({"clock_difference_seconds": None}, Health.IN_SYNC),
    ({"waiting_ballots": 1}, Health.WAITING),
    ({"waiting_reports": 1}, Health.WAITING),
    ({"content": "old"}, Health.OLD_CONTENT),
    ({"content": "old", "waiting_reports": 1}, Health.WAITING),
    ({"troubles": SILENT, "waiting_reports": 1}, Health.SILENT),
    ({"troubles": [*LOW, *SILENT]}, Health.POWER),
    ({"troubles": LOW, "clock_difference_seconds": WRONG}, Health.CLOCK),
    ({"troubles": SILENT, "clock_difference_seconds": WRONG}, Health.CLOCK),
    ({"clock_difference_seconds": MOST_CLOCK_SECONDS}, Health.IN_SYNC),
    ({"clock_difference_seconds": -WRONG}, Health.CLOCK),
    ({"last_error_at": NOW - 2 * HOUR}, Health.IN_SYNC),
    ({"last_error_at": NOW}, Health.ERROR),
    ({"last_error_at": NOW, "last_success": None}, Health.ERROR),
    ({"last_success": None}, Health.IN_SYNC),
    ({"last_error_at": NOW, "clock_difference_seconds": WRONG}, Health.ERROR),
    ({"last_contact": NOW - 24 * HOUR}, Health.IN_SYNC),
    ({"last_contact": NOW - 25 * HOUR}, Health.OVERDUE),
    ({"last_contact": NOW - 25 * HOUR, "last_error_at": NOW, "last_success": None}, Health.OVERDUE),
    ({"last_contact": None}, Health.NEVER),
]


def enrol(name: str, seen: Mapping[str, Any] = {}, **changed: Any) -> Device:
    device = Device.objects.create(id=f"{name:0>32}", name=name, kid=f"{name:0>64}", **(ENROLLED | changed))
    DeviceSeen.objects.create(device=device, **(WELL | seen))
    return device


def states(published: str = "new") -> dict[str, Health]:
    rows = judged(Device.objects.all(), published=published, now=NOW, zone=BERLIN)
    return {name: STATES[state] for name, state in rows.values_list("name", "state")}


@on_both
def test_the_most_pressing_thing_is_said(hub: Hub) -> None:
    for place, (seen, _health) in enumerate(SEEN):
        enrol(str(place), seen)
    enrol("new", {"last_contact": None}, enrolled_at=NOW - HOUR)
    enrol("revoked", {"last_contact": NOW - 99 * HOUR}, revoked_at=NOW)
    expected = {str(place): health for place, (_seen, health) in enumerate(SEEN)}
    assert states() == expected | {"new": Health.NEW, "revoked": Health.REVOKED}


@on_both
def test_each_station_is_overdue_by_its_own_plan(hub: Hub) -> None:
    long_ago = {"last_contact": NOW - 90 * HOUR}  # on a Wednesday evening
    plans = {
        "daily": {},
        "fridays": {"kind": "weekdays", "weekdays": "4"},
        "mondays": {"kind": "weekdays", "weekdays": "0"},
        "weekly": {"kind": "every", "every_days": 7},
        "third-day": {"kind": "every", "every_days": 3},
        "second-day": {"kind": "every", "every_days": 2},
    }
    for name, plan in plans.items():
        device = enrol(name, long_ago)
        if plan:
            ContactCalendar.objects.create(device=device, **plan)
    late = {"daily", "fridays", "third-day", "second-day"}
    assert {name for name, health in states().items() if health is Health.OVERDUE} == late


def test_without_published_content_none_is_old(hub: Hub) -> None:
    enrol("old", {"content": "old"})
    assert states(published="") == {"old": Health.IN_SYNC}


def test_heard_of_is_the_last_contact_or_else_the_enrolment(hub: Hub) -> None:
    enrol("heard"), enrol("not yet", {"last_contact": None})
    rows = judged(Device.objects.order_by("name"), published="", now=NOW, zone=BERLIN)
    assert list(rows.values_list("heard_at", flat=True)) == [NOW - HOUR, NOW - 300 * HOUR]
