"""The first page: each cause once, with what to do beside it, or in words that there is nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.pages.todo import open_needs
from sync.hub.intake.models import Incident
from sync.hub.publishing.selectors import newest_publications
from sync.hub.stations.models import DeviceSeen
from sync.hub.stations.services import revoke
from sync.hub.triage.contact_schedule import ContactPlan, PlanKind
from sync.hub.triage.services import plan_contact, settle_incident
from sync.protocol.keys import OpenKey
from sync.protocol.records import Record, Stream
from tests.kits.hub import Hub, Station, spoilt

NOW = datetime.now(UTC)


@pytest.fixture
def station(hub: Hub) -> Station:
    """A station that has just reported, and has nothing waiting."""
    found = hub.enrolled_station(name="Bus")
    content = newest_publications()[0].content
    hub.post("heads", found.status(time=datetime.now(UTC), waiting={}, chains={}, content=content).encode())
    return found


def titles(now: datetime = NOW) -> list[tuple[str, str]]:
    with override("en"):
        return [(need.title, need.action) for need in open_needs(station_rows(now))]


def test_when_all_is_well_there_is_nothing_to_do(hub: Hub, station: Station) -> None:
    assert titles() == []


def test_a_fork_is_one_entry_though_it_shows_in_three_places(hub: Hub, station: Station) -> None:
    hub.accept(station.batch(), now=NOW - timedelta(minutes=1))
    chain = station.chains[Stream.REPORTS]
    chain.seq, chain.last = 0, "0" * 64
    hub.accept(station.batch(), now=NOW)
    assert titles() == [("Bus: two histories", "Look at it")]
    settle_incident(Incident.objects.get().pk, note="restored", by="test", now=NOW)
    assert [title for title, _ in titles()] == ["1 batch of Bus was set aside", "The station Bus needs a look"]


def test_what_comes_after_a_revocation_asks_for_a_decision_and_says_why(hub: Hub, station: Station) -> None:
    revoke(station.device, note="stolen", by="test", now=NOW)
    hub.accept(station.batch(), now=NOW)
    hub.accept(station.batch(), now=NOW)
    assert titles() == [("2 batches of Bus were set aside", "Decide")]
    with override("en"):
        assert "after the station was revoked" in open_needs(station_rows(NOW))[0].advice


def test_records_are_told_by_their_reasons(hub: Hub, station: Station) -> None:
    hub.accept(station.batch([spoilt(station.report())]), now=NOW)
    hub.accept(station.batch([Record("a" * 32, "report", OpenKey.generate().kid, b"closed")]), now=NOW)
    hub.work()
    assert titles() == [("1 record could not be used", "Decide"), ("1 record waits to be opened", "See why")]


def test_a_bus_out_on_fridays_is_not_a_problem_on_monday(hub: Hub, station: Station) -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    DeviceSeen.objects.update(last_contact=friday, last_success=friday)
    monday, saturday = friday + timedelta(days=3), friday + timedelta(days=8)
    assert titles(monday) == [("The station Bus needs a look", "Open station")], (
        "expected every day, as long as no plan says otherwise"
    )
    plan_contact(station.device, ContactPlan(PlanKind.WEEKDAYS, frozenset({4})), by="test", now=friday)
    assert titles(monday) == []
    assert titles(saturday) == [("The station Bus needs a look", "Open station")]
