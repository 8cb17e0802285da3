"""The dates and helper hours of the house: on the first page, on a page of their own, and on every slip."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import DatesView
from sync.protocol.languages import LANGUAGES
from tests.kits.content import MemoryPackage
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN

TUESDAYS = "Hilfe hier im Haus: dienstags, 10 bis 12 Uhr"
WEEKLY = {"weekday": 2, "begins": "10:00", "ends": "12:00"}
HELP = {"kind": "help", "title": {"de": "Hilfe"}, "times": [["2026-11-24T10:00", "2026-11-24T12:00"]], "weekly": WEEKLY}
CAFE = {
    "kind": "event",
    "title": {"de": "Café"},
    "where": {"de": "Saal"},
    "times": [["2026-11-26T15:30", "2026-11-26T17:00"]],
}
CLOSED = {
    "kind": "news",
    "title": {"de": "Heute ist geschlossen"},
    "times": [["2026-11-22T15:00", "2026-11-23T00:00"]],
}
FAIR = {"kind": "event", "title": {"de": "Markt"}, "times": [["2026-11-25T00:00", "2026-11-27T00:00"]]}
DAY = {day: Texts("de").date(date(2026, 11, day)) for day in (24, 25, 26)}


def announce(
    kit: Kit, *dates: dict[str, object], districts: tuple[str, ...] = ("D",), stations: tuple[str, ...] = ()
) -> None:
    assert isinstance(kit.station.content, MemoryPackage)
    calendar = {"id": "house", "districts": list(districts), "stations": list(stations), "dates": list(dates)}
    files = {**kit.station.content.files, "dates/house.json": json.dumps(calendar).encode()}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "with dates"
    kit.wait(1)


def others(kit: Kit) -> set[str]:
    return {way.label for way in kit.at_home().others}


def test_helper_hours_stand_on_the_first_page_and_on_the_slip(kit: Kit):
    announce(kit, HELP, CAFE)
    assert TUESDAYS in kit.at_home().explanation
    receipt = kit.ask(*GARDEN, wish.Choose("play"), wish.Continue(), wish.Cast())
    assert receipt.next_steps.endswith(TUESDAYS)


def test_the_page_tells_when_and_where_the_next_first(kit: Kit):
    announce(kit, CAFE, FAIR, HELP)
    kit.at_home()
    view = kit.ask(wish.OpenDates())
    assert isinstance(view, DatesView)
    help_section, coming = view.sections
    assert help_section.sentences == ("dienstags, 10 bis 12 Uhr",)
    assert [(line.label, line.value) for line in coming.lines] == [
        (f"Mittwoch, {DAY[25]} bis {DAY[26]}", "Markt"),
        (f"Donnerstag, {DAY[26]}, 15:30 bis 17 Uhr", "Café\nSaal"),
    ]


def test_what_the_house_says_stands_first_and_only_as_long_as_it_holds(kit: Kit):
    announce(kit, CAFE, CLOSED)
    kit.station.time += timedelta(hours=4)
    kit.at_home()
    view = kit.ask(wish.OpenDates())
    assert isinstance(view, DatesView)
    assert (view.sections[0].title, view.sections[0].sentences) == ("Aushang des Hauses", ("Heute ist geschlossen",))
    kit.station.time += timedelta(hours=12)
    kit.at_home()
    after = kit.ask(wish.OpenDates())
    assert [section.title for section in after.sections] == [Texts("de").text("dates.events.title")]


def test_news_that_does_not_hold_yet_is_no_page(kit: Kit):
    announce(kit, CLOSED)
    assert "Termine" not in others(kit)


def test_a_house_without_dates_says_nothing_and_others_are_not_ours(kit: Kit):
    assert "Termine" not in others(kit)
    announce(kit, HELP, districts=("A",))
    kit.ask(wish.EndVisit())
    assert "Termine" not in others(kit)
    assert "Hilfe hier" not in kit.at_home().explanation


@pytest.mark.parametrize(
    ("stations", "is_shown"), [(("Bibliothek",), False), (("Bibliothek", "SBZ Toitenwinkel"), True)]
)
def test_dates_of_named_stations_are_shown_there_alone(kit: Kit, stations: tuple[str, ...], is_shown: bool):
    kit.station.name = "SBZ Toitenwinkel"
    announce(kit, HELP, stations=stations)
    assert ("Hilfe hier" in kit.at_home().explanation) is is_shown


def test_help_that_is_over_is_promised_to_nobody(kit: Kit):
    announce(kit, HELP)
    kit.station.time += timedelta(days=2, hours=1)
    assert "Hilfe hier" not in kit.at_home().explanation


def test_help_that_does_not_repeat_is_told_by_its_date(kit: Kit):
    announce(kit, {name: value for name, value in HELP.items() if name != "weekly"})
    assert f"Hilfe hier im Haus: Dienstag, {DAY[24]}, 10 bis 12 Uhr" in kit.at_home().explanation


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_language_tells_it(kit: Kit, language: str):
    announce(kit, HELP, CAFE, FAIR)
    kit.at_home(language)
    assert "10" in str(kit.ask(wish.OpenDates()).sections[0])


def test_when_a_house_is_open_stands_on_the_page_also_without_dates(kit: Kit):
    assert isinstance(kit.station.content, MemoryPackage)
    places = json.loads(kit.station.content.files["places.json"])
    house = {"id": "house", "name": "Börgerhus", "district": "D", "address": "Am Markt 1"}
    places["centres"] = [{**house, "hours": {"de": "Montag bis Freitag 9 bis 16 Uhr"}}, {**house, "district": "A"}]
    files = {**kit.station.content.files, "places.json": json.dumps(places).encode()}
    kit.station.content, kit.station.content_name = replace(kit.station.content, files=files), "with hours"
    kit.wait(1)
    kit.at_home()
    view = kit.ask(wish.OpenDates())
    assert isinstance(view, DatesView)
    (section,) = view.sections
    assert section.title == "Börgerhus" and section.sentences == ("Montag bis Freitag 9 bis 16 Uhr", "Am Markt 1")
