"""A house lets its own dates and news go to its own station, where the city leaves it that; to no other one, whatever
it sends."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, give_role
from sync.hub.choices.services import choose, newest_choice
from sync.hub.content.source import load_source
from sync.hub.drafts.models import ContentDraft, DraftState
from sync.protocol.centre_dates import CentreCalendar
from tests.hub.console.test_content_pages import page, path, press, publish, seen
from tests.kits.hub import NOW, Hub

THING = ("dates", "boergerhus")
MINE, OTHER = "SBZ Börgerhus", "Bibliothek"


@pytest.fixture
def house(hub: Hub) -> Client:
    """The account of one of two houses in a district."""
    mine = hub.enrolled_station(name=MINE).device
    hub.enrolled_station(name=OTHER)
    return signed_in(Role.HOUSE, mine)


def signed_in(role: Role, *reach: str) -> Client:
    account = User.objects.create_user(role.value, password="x")
    OneTimePassword.objects.filter(user=account).delete()
    give_role(account, role, list(reach))
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def calendar(**places: list[str]) -> dict[str, Any]:
    times = [["2030-12-02T10:00", "2030-12-02T12:00"]]
    date = {"kind": "news", "title": {"de": "Heute bleibt das Haus zu"}, "times": times}
    return {"id": THING[1], "districts": [], **places, "dates": [date]}


def at_review(**places: list[str]) -> None:
    draft = ContentDraft.objects.create(path=path(*THING), value=calendar(**places), state=DraftState.REVIEW, version=1)
    draft.changes.create(number=1, state=draft.state, value=draft.value, by="x", at=NOW)


def show(hub: Hub, **places: list[str]) -> None:
    """Stations show it."""
    at_review(**places)
    ContentDraft.objects.update(state=DraftState.APPROVED)
    assert publish(hub) == ([path(*THING)], [])


def approve(client: Client) -> int:
    return int(press(client, "approve", THING).status_code)


def state() -> str:
    return ContentDraft.objects.get(path=path(*THING)).state


def test_it_writes_and_releases_by_itself_and_no_other_station_shows_it(hub: Hub, house: Client) -> None:
    house.post(page("new-content"), {"kind": THING[0], "name": THING[1]})
    assert ContentDraft.objects.get().value["stations"] == [MINE]
    form = house.get(page("write-content", *THING)).context["form"]
    assert [name for name, _words in form.fields["stations"].choices] == [MINE]
    date = {"dates-0-kind": "news", "dates-0-title": "Zu", "dates-0-times-0": "2030-12-02T10:00 2030-12-02T12:00"}
    house.post(page("write-content", *THING), {"seen": seen(*THING), "stations": [MINE], "districts": ["K"], **date})
    assert "Das dürfen auch Sie selbst tun" in house.get(page("content-draft", *THING)).content.decode()
    press(house, "hand-in", THING)
    assert approve(house) == 302
    assert publish(hub) == ([path(*THING)], [])
    published = CentreCalendar.from_wire(load_source(hub.folder.content).calendars[THING[1]])
    assert published.is_at(MINE) and not published.is_at(OTHER)


@pytest.mark.parametrize(
    "places",
    [
        {"stations": [OTHER]},
        {"stations": [MINE, OTHER]},
        {"districts": ["K"]},
        {"districts": ["K"], "stations": [OTHER]},
    ],
)
def test_what_another_station_shows_it_does_not_release(hub: Hub, house: Client, places: dict[str, list[str]]) -> None:
    at_review(**places)
    assert approve(house) == 403 and state() == DraftState.REVIEW
    listed = house.get(page("content-draft", *THING))
    assert listed.status_code == 403 or "Freigeben" not in listed.content.decode()


def test_what_others_show_now_it_does_not_take_from_them(hub: Hub, house: Client) -> None:
    show(hub, districts=["K"])
    ContentDraft.objects.update(value=calendar(stations=[MINE]), state=DraftState.REVIEW)
    assert approve(house) == 403 and state() == DraftState.REVIEW


def test_it_brings_nothing_back_that_others_showed(hub: Hub, house: Client) -> None:
    show(hub, districts=["K"])
    ContentDraft.objects.update(value=calendar(stations=[MINE]), state=DraftState.APPROVED)
    assert publish(hub) == ([path(*THING)], [])
    sent = {"deed": "roll-back", "seen": seen(*THING), "note": "Zurück."}
    assert house.post(page("content-draft", *THING), sent).status_code == 403
    assert (state(), ContentDraft.objects.get().value) == (DraftState.PUBLISHED, calendar(stations=[MINE]))


def test_it_puts_nothing_back_that_is_not_its_own(hub: Hub, house: Client) -> None:
    at_review(districts=["A"])
    ContentDraft.objects.update(value=calendar(stations=[MINE]))
    sent = {"deed": "put-back-1", "seen": seen(*THING)}
    assert "eigenen Stationen" in house.post(page("content-draft", *THING), sent).content.decode()
    assert ContentDraft.objects.get().value == calendar(stations=[MINE])


def test_a_name_that_two_stations_have_is_no_place_of_its_own(hub: Hub, house: Client) -> None:
    hub.enrolled_station(name=MINE)
    at_review(stations=[MINE])
    assert approve(house) == 403 and state() == DraftState.REVIEW


def test_the_city_may_keep_it_to_those_who_approve(hub: Hub, house: Client) -> None:
    newest = newest_choice()
    choose({"house_dates": "approval"}, seen=newest.number if newest else 0, by="test", now=timezone.now())
    at_review(stations=[MINE])
    shown = house.get(page("content-draft", *THING)).content.decode()
    assert 'value="approve"' not in shown
    assert approve(house) == 403 and state() == DraftState.REVIEW
    assert approve(signed_in(Role.PUBLISHER)) == 302 and state() == DraftState.APPROVED


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.PUBLISHER, Role.HOUSE)]
)
def test_nobody_else_releases_what_is_of_a_house(hub: Hub, role: Role) -> None:
    at_review(stations=[MINE])
    assert approve(signed_in(role)) == 403 and state() == DraftState.REVIEW
