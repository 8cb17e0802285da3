"""The first page: each cause once, with what to do beside it, or in words that there is nothing."""

from __future__ import annotations

import dataclasses
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import override

from sync.hub.accounts.models import SecurityKey
from sync.hub.accounts.roles import Role, give_role
from sync.hub.accounts.services import make_account
from sync.hub.backups.services import back_up
from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.pages.todo import open_needs
from sync.hub.intake.models import Incident
from sync.hub.publishing.counting_keys import STEPS, public_half
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


def test_one_cause_is_one_entry_however_many_stations_it_has_struck(hub: Hub) -> None:
    stations = [hub.enrolled_station(name=f"Haus {number}") for number in range(7)]
    for station in stations:
        hub.post("heads", station.status(time=datetime.now(UTC)).encode())
    DeviceSeen.objects.update(last_contact=NOW - timedelta(days=2))
    silent = "7 stations need a look: Haus 0, Haus 1, Haus 2, Haus 3, Haus 4 and 2 more"
    assert titles() == [(silent, "Show them")]
    with override("en"):
        (need,) = open_needs(station_rows(NOW))
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    assert all(f"Haus {number}" in hub.client.get(need.url).content.decode() for number in range(7))
    assert "Haus 1" not in hub.client.get(f"{reverse('console:stations')}?health=clock").content.decode()
    for station in stations:
        revoke(station.device, note="stolen", by="test", now=NOW)
        hub.accept(station.batch(), now=NOW)
    named = "Haus 0, Haus 1, Haus 2, Haus 3, Haus 4 and 2 more"
    assert titles() == [(f"7 batches of {named} were set aside", "Decide")]


def test_a_station_nobody_can_hear_needs_a_look_and_its_page_says_why(hub: Hub) -> None:
    stations = [hub.enrolled_station(name=f"Haus {number}") for number in range(2)]
    for station in stations:
        hub.post("heads", station.status(time=datetime.now(UTC)).encode())
    now = datetime.now(UTC)
    DeviceSeen.objects.update(last_contact=now, last_success=now)
    assert titles(now) == []
    DeviceSeen.objects.filter(device=stations[0].device).update(troubles=["no-sound"])
    assert titles(now) == [("The station Haus 0 needs a look", "Open station")]
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    with override("de"):
        (need,) = open_needs(station_rows(now))
    assert need.advice == "Sie findet kein Tongerät: Dort wird nichts vorgelesen. Prüfen Sie Kabel und Lautsprecher."
    assert "kein Tongerät" in hub.client.get(need.url, headers={"accept-language": "de"}).content.decode()
    DeviceSeen.objects.update(troubles=["no-sound"])
    with override("en"):
        (need,) = open_needs(station_rows(now))
    assert need.advice.startswith("They find no sound device")


def test_a_station_whose_battery_runs_out_needs_a_look_and_its_page_says_why(hub: Hub) -> None:
    station = hub.enrolled_station(name="Bus")
    hub.post("heads", station.status(time=datetime.now(UTC)).encode())
    now = datetime.now(UTC)
    DeviceSeen.objects.update(last_contact=now, last_success=now, troubles=["power-low", "no-sound"])
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    with override("de"):
        (need,) = open_needs(station_rows(now))
    assert need.advice == "Ihr Akku ist fast leer: Sie schaltet sich bald aus. Lassen Sie sie einstecken."
    assert "Akku fast leer" in hub.client.get(need.url, headers={"accept-language": "de"}).content.decode()


def test_forks_of_several_stations_are_one_entry(hub: Hub) -> None:
    for name in ("Bus", "Haus"):
        station = hub.enrolled_station(name=name)
        hub.accept(station.batch(), now=NOW - timedelta(minutes=1))
        chain = station.chains[Stream.REPORTS]
        chain.seq, chain.last = 0, "0" * 64
        hub.accept(station.batch(), now=NOW)
    assert titles() == [("Two histories (2): Bus, Haus", "Look at it")]


def first_page(hub: Hub) -> str:
    hub.client.force_login(User.objects.get(username="admin"), backend="django.contrib.auth.backends.ModelBackend")
    return str(hub.client.get(reverse("console:home"), headers={"Accept-Language": "en"}).content.decode())


def page_of(hub: Hub, **settings: object) -> str:
    with override_settings(HUB_CONFIG=dataclasses.replace(hub.config, for_showing_only=False, **settings)):
        return first_page(hub)


def test_a_new_hub_says_what_is_to_be_done_before_its_first_day(hub: Hub, tmp_path: Path) -> None:
    assert "Before the first day" in page_of(hub) and "Nothing to do" not in page_of(hub)
    assert page_of(hub).count('class="state state--waiting">to do') == 5, "all but keys and content"
    done = [page_of(hub).count(">done</span>")]
    hub.enrolled_station()
    done.append(page_of(hub).count(">done</span>"))
    back_up(hub.folder, tmp_path / "away", with_keys=True, by="test", now=NOW)
    done.append(page_of(hub).count(">done</span>"))
    make_account("erika", Role.AUDITOR, by="test", now=NOW)
    done.append(page_of(hub).count(">done</span>"))
    make_account("otto", Role.ADMINISTRATOR, by="test", now=NOW)
    done.append(page_of(hub).count(">done</span>"))
    assert done == [2, 3, 4, 4, 5]
    admin = User.objects.get(username="admin")
    SecurityKey.objects.create(user=admin, name="blue", credential="b", data=b"", counter=0, added_at=NOW)
    assert "Before the first day" in page_of(hub), "there is no proxy yet"
    with override_settings(SECURE_SSL_REDIRECT=False):
        assert "Before the first day" not in page_of(hub, https=True, trusted_proxies=("127.0.0.1",))


def test_an_empty_hub_never_says_that_all_stations_have_reported(hub: Hub) -> None:
    assert "All stations have reported" not in first_page(hub)
    station = hub.enrolled_station()
    revoke(station.device, note="stolen", by="test", now=NOW)
    assert "All stations have reported" not in first_page(hub), "of those that are left there is none"


def test_polls_whose_keys_are_with_nobody_yet_are_named(hub: Hub) -> None:
    new = json.loads((hub.folder.content / "polls/neuer-markt.json").read_bytes()) | {"id": "hafen"}
    (hub.folder.content / "polls/hafen.json").write_text(json.dumps(new), encoding="utf-8")
    shutil.rmtree(hub.folder.trustee_keys)
    assert "1 poll waits for its keys: hafen." in page_of(hub, counting_keys_here=False)
    for step in STEPS:
        place = public_half(hub.folder.trustee_keys, "hafen", step)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("{}", encoding="utf-8")
    assert "they are held elsewhere" in page_of(hub, counting_keys_here=False)


def test_who_may_not_enrol_a_station_is_shown_no_way_to_it(hub: Hub) -> None:
    assert reverse("console:enrol") in page_of(hub)
    give_role(User.objects.get(username="admin"), Role.AUDITOR)
    shown = page_of(hub)
    assert "Enrol the first station" in shown and reverse("console:enrol") not in shown
