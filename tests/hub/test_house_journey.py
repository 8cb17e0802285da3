"""The news of a house: written by the house at the console, approved by another hand, on the greeting and the page of
dates of the stations of its own district, as long as they hold, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from kiosk.projects.board import knowledge_of, notes
from kiosk.station.catalogue import read_offer
from kiosk.station.code_sources import StationRegisters
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import DatesView
from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, give_role
from sync.hub.drafts.models import ContentDraft
from sync.station.outbox import Outbox
from tests.hub.announcements.test_announcements import Listener
from tests.hub.console.test_content_pages import page, press, publish, seen
from tests.hub.test_promise_journey import WORDS, City, OtherStation
from tests.kits.hub import Hub

CALENDAR = ("dates", "boergerhus")
CLOSED = "Am Montag bleibt das Haus geschlossen"


@pytest.fixture
def station(hub: Hub, tmp_path: Path) -> Iterator[OtherStation]:
    city = City(hub, datetime.now(UTC))
    city.publish(0)
    (tmp_path / "station").mkdir()
    listener = Listener(hub, tmp_path / "station")
    with closing(listener.connection):
        yield InBrinckmansdorf(listener, city)


def signed_in(role: Role, *reach: str) -> Client:
    account = User.objects.create_user(role.value, password="x")
    OneTimePassword.objects.filter(user=account).delete()
    give_role(account, role, list(reach))
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


class InBrinckmansdorf(OtherStation):
    """In the district of the house."""

    district = "K"


def on_the_board(station: OtherStation, day: int) -> list[str]:
    now, package = station.city.on(day), station.listener.content.active()
    assert package is not None
    offer = read_offer(package)
    registers = StationRegisters(station.listener.content, Outbox(station.listener.connection, clock=lambda: now))
    known = knowledge_of(offer, registers, now)
    return [note.text for note in notes(WORDS, known, district=station.district, now=now)]


def on_the_page(station: OtherStation, day: int) -> str:
    view = station.ask(day, wish.OpenDates())
    assert isinstance(view, DatesView)
    return str(view.sections)


def test_what_a_house_writes_is_seen_in_its_own_district_as_long_as_it_holds(station: OtherStation) -> None:
    hub, city = station.city.hub, station.city
    house = signed_in(Role.HOUSE, hub.enrolled_station(name="SBZ Börgerhus").device)
    publisher = signed_in(Role.PUBLISHER)
    house.post(page("new-content"), {"kind": CALENDAR[0], "name": CALENDAR[1]})
    wire: dict[str, object] = {
        "districts": ["K"],
        "dates-0-kind": "news", "dates-0-title": CLOSED,
        "dates-0-times-0": f"{city.day(0)}T00:00 {city.day(3)}T00:00",
        "dates-1-kind": "event", "dates-1-title": "Nachbarschaftscafé",
        "dates-1-times-0": f"{city.day(5)}T15:00 {city.day(5)}T17:00",
        "dates-2-kind": "help", "dates-2-title": "Hilfe",
        "dates-2-times-0": f"{city.day(4)}T10:00 {city.day(4)}T12:00",
    }  # fmt: skip
    for _ in range(2):  # what is kept gets two further empty places
        assert house.post(page("write-content", *CALENDAR), wire | {"seen": seen(*CALENDAR)}).status_code == 302
    assert press(house, "hand-in", CALENDAR).status_code == 302
    assert press(house, "approve", CALENDAR).status_code == 403, "another hand approves it"
    assert press(publisher, "approve", CALENDAR).status_code == 302
    assert publish(hub) == ([ContentDraft.objects.get().path], [])
    city.tell(0)
    station.hear(0)
    assert on_the_board(station, 1)[0] == CLOSED
    told = on_the_page(station, 1)
    for words in (CLOSED, "Nachbarschaftscafé", WORDS.text("dates.help.title")):
        assert words in told
    assert CLOSED not in on_the_board(station, 4), "it is over"
    assert CLOSED not in on_the_page(station, 4)
    elsewhere = OtherStation(station.listener, city)
    assert CLOSED not in on_the_board(elsewhere, 1)
    assert CLOSED not in on_the_page(elsewhere, 1)
