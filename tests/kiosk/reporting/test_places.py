"""Where it is, without a map: by street and house number, a name people know, a number on a lamp, or "here"."""

from __future__ import annotations

import json

import pytest

from hardware.ports import CaptureState
from kiosk.reporting.state import draft_of
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import DistrictsView, FoundView, ObjectNumberView, PlaceView, ScanView, SearchView
from sync.hub.content.address_import import build_addresses, build_objects
from sync.protocol.envelope import open_report
from sync.protocol.place_lists import ADDRESSES, OBJECTS
from tests.kits.visit_paths import TO_THE_REVIEW, WITHOUT_WORDS

CITY = (11.99, 54.05, 12.30, 54.25)
TO_THE_DISTRICTS = (wish.OpenReport(), wish.ChooseCategory("street"), wish.ChooseCategory("street-hole"))
ROWS = """longitude,latitude,gemeindeteil_name,strasse_name,hausnummer
12.1300,54.0900,Stadtmitte,Lange Straße,12
12.1310,54.0905,Stadtmitte,Lange Straße,14
12.0500,54.1180,Evershagen,Maxim-Gorki-Straße,52
12.2980,54.0600,Nirgendwo,Weit Draußen,1
"""


@pytest.fixture
def listed(kit, tmp_path):
    """A station whose content has addresses and numbered objects; it stands in Evershagen."""
    (tmp_path / "addresses.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "objects.csv").write_text("nummer,art,longitude,latitude\nL-0815,Laterne,12.1301,54.0901\n")
    build_addresses(tmp_path / "addresses.csv", tmp_path / ADDRESSES, city=CITY)
    build_objects(tmp_path / "objects.csv", tmp_path / OBJECTS, city=CITY)
    kit.station.content.lists.update({name: tmp_path / name for name in (ADDRESSES, OBJECTS)})
    kit.station.content_name, kit.station.district = "second", "F"
    kit.wait(1)
    kit.at_home()
    return kit


def draft(kit):
    return draft_of(kit.conductor._visit.session)


def test_an_address_is_a_point_and_the_district_follows_from_it(listed):
    assert isinstance(listed.ask(*TO_THE_DISTRICTS), DistrictsView)
    assert isinstance(listed.ask(wish.OpenPlaceSearch()), SearchView)
    found = listed.ask(wish.SearchFor("lange str 12"), wish.Continue())
    assert isinstance(found, FoundView)
    assert (found.choices[0].title, found.choices[0].about) == ("Lange Straße 12", "Stadtmitte")
    place = listed.ask(found.choices[0].intent)
    assert isinstance(place, PlaceView)
    assert place.point == (12.13, 54.09)
    assert place.point_words.startswith("In der Nähe: Lange Straße 12")
    assert (draft(listed).district, draft(listed).radius_metres) == ("N", 0)


def test_a_street_alone_is_roughly_here_and_the_radius_travels(listed):
    found = listed.ask(*TO_THE_DISTRICTS, wish.OpenPlaceSearch(), wish.SearchFor("Langestrasse 99"), wish.Continue())
    assert found.choices[0].about == "Die Nummer 99 gibt es dort nicht. Gemeint ist die ganze Straße."
    place = listed.ask(found.choices[0].intent)
    assert place.point is None, "nobody has pointed at it"
    assert "im Umkreis von" in place.point_words
    listed.ask(*WITHOUT_WORDS, wish.FileReport())
    report = open_report(listed.outbox.records[0], key=listed.keys.seal)
    assert report.radius_metres >= 50


def test_a_landmark_is_found_by_its_name_with_or_without_the_list(kit):
    kit.at_home("en")
    found = kit.ask(*TO_THE_DISTRICTS, wish.OpenPlaceSearch(), wish.SearchFor("Marienkirche"), wish.Continue())
    assert kit.ask(found.choices[0].intent).focus[2] - kit.view.focus[0] < 0.01
    assert draft(kit).radius_metres == 200


def test_a_street_outside_the_city_is_not_offered_and_an_unknown_one_says_what_to_do(listed):
    view = listed.ask(*TO_THE_DISTRICTS, wish.OpenPlaceSearch(), wish.SearchFor("Weit Draußen 1"), wish.Continue())
    assert isinstance(view, SearchView)
    assert "wählen Sie den Stadtteil" in view.notice


def test_here_is_the_house_the_station_stands_in(listed):
    view = listed.ask(*TO_THE_DISTRICTS)
    here = next(action for action in view.others if action.label == "Hier: Mehrgenerationenhaus Maxim, Evershagen")
    place = listed.ask(here.intent)
    assert isinstance(place, PlaceView)
    assert draft(listed).point == (12.05, 54.118)


def test_a_number_on_a_lamp_is_its_place_and_goes_with_the_report(listed):
    assert isinstance(listed.ask(*TO_THE_DISTRICTS, wish.OpenObjectNumber()), ObjectNumberView)
    assert listed.ask(wish.Continue()).notice == "Bitte geben Sie zuerst die Nummer ein."
    assert "kennt die Station nicht" in listed.ask(wish.TypeCode("99"), wish.Continue()).notice
    listed.ask(wish.TypeCode("https://licht.example.org/L-0815"), wish.Continue())
    review = listed.ask(wish.Continue(), wish.Continue(), wish.Describe("flackert"), *TO_THE_REVIEW)
    assert "L0815" in [line.value for line in review.lines]
    listed.ask(wish.FileReport())
    report = open_report(listed.outbox.records[0], key=listed.keys.seal)
    assert (report.longitude, report.description) == (12.1301, "flackert\n\nNr. L0815")


def test_who_then_points_elsewhere_no_longer_means_that_lamp(listed):
    listed.ask(*TO_THE_DISTRICTS, wish.OpenObjectNumber(), wish.TypeCode("L0815"), wish.Continue())
    listed.ask(wish.PointAt(12.131, 54.0895))
    assert draft(listed).object_number == ""


def test_what_is_in_the_middle_of_the_map_is_said_by_house_and_district(listed):
    listed.ask(*TO_THE_DISTRICTS, wish.ChooseDistrict("N"))
    assert listed.ask(wish.LookAt(12.1312, 54.0905)).middle_words.startswith("Mitte der Karte: Lange Straße 14, ")


def test_a_content_whose_lists_are_damaged_still_serves(kit, tmp_path):
    (tmp_path / "broken").write_bytes(json.dumps({}).encode())
    kit.station.content.lists.update({ADDRESSES: tmp_path / "broken", OBJECTS: tmp_path / "broken"})
    kit.station.content_name = "second"
    kit.wait(1)
    kit.at_home()
    view = kit.ask(*TO_THE_DISTRICTS, wish.OpenPlaceSearch(), wish.SearchFor("Lange Straße"), wish.Continue())
    assert isinstance(view, FoundView | SearchView)


LAMP = "https://licht.example.org/nr=L-0815"


@pytest.mark.parametrize("code", ["L-0815", " l 0815 ", "https://licht.example.org/L-0815", LAMP, f"{LAMP}/"])
def test_the_code_on_a_lamp_shown_to_the_camera_is_its_place(listed, code):
    view = listed.ask(*TO_THE_DISTRICTS, wish.OpenObjectNumber(), wish.OpenScanner())
    assert isinstance(view, ScanView)
    assert view.live and listed.scanner.state() is CaptureState.RUNNING
    listed.scanner.hold(code)
    place = listed.ask(wish.LookAtDevices())
    assert isinstance(place, PlaceView)
    assert (place.point, draft(listed).object_number) == ((12.1301, 54.0901), "L0815")
    assert listed.scanner.state() is CaptureState.OFF
    assert isinstance(listed.ask(wish.Back()), ObjectNumberView)


@pytest.mark.parametrize(
    "code",
    [
        "BEGIN:VCARD\nFN:L0815\nEND:VCARD",
        "WIFI:S:L0815;;",
        "mailto:a@example.org/L0815",
        "javascript:alert(1)/L0815",
        "https://example.org/" + "a" * 200 + "/L0815",
        "Wir treffen uns bei der Laterne L0815",
    ],
)
def test_what_is_no_number_is_said_and_the_camera_looks_on(listed, code):
    listed.ask(*TO_THE_DISTRICTS, wish.OpenObjectNumber(), wish.OpenScanner())
    listed.scanner.hold(code)
    view = listed.ask(wish.LookAtDevices())
    assert isinstance(view, ScanView)
    assert view.notice.startswith("Dieser Code passt hier nicht.")
    assert draft(listed).object_number == ""
    assert (listed.scanner.state(), listed.ask(wish.LookAtDevices()).notice) == (CaptureState.RUNNING, view.notice)
    listed.scanner.hold("L9999")
    assert "kennt die Station nicht" in listed.ask(wish.LookAtDevices()).notice
    listed.scanner.hold("L0815")
    assert isinstance(listed.ask(wish.LookAtDevices()), PlaceView)


def test_without_a_camera_numbers_are_typed_and_one_that_is_pulled_out_is_told(listed):
    listed.scanner.plugged_in = False
    assert listed.ask(*TO_THE_DISTRICTS, wish.OpenObjectNumber()).scan is None
    listed.scanner.plugged_in = True
    listed.ask(wish.OpenScanner())
    listed.scanner.unplug()
    view = listed.ask(wish.LookAtDevices())
    assert "Die Kamera ist ausgefallen" in view.notice
    listed.scanner.plugged_in = True
    assert listed.ask(view.frame.main.intent).notice == ""
    assert isinstance(listed.ask(wish.TypeInstead()), ObjectNumberView)
    assert listed.scanner.state() is CaptureState.OFF


def test_the_lamp_of_the_camera_is_switched_where_there_is_one_and_goes_out_with_the_page(listed):
    view = listed.ask(*TO_THE_DISTRICTS, wish.OpenObjectNumber(), wish.OpenScanner())
    assert wish.SwitchLight() not in [choice.intent for choice in view.choices]
    listed.scanner.has_lamp = True
    view = listed.ask(wish.LookAtDevices())
    assert next(choice.title for choice in view.choices) == "Licht an"
    view = listed.ask(wish.SwitchLight())
    assert (next(choice.title for choice in view.choices), listed.scanner.is_lit) == ("Licht aus", True)
    listed.ask(wish.Back())
    assert not listed.scanner.is_lit


@pytest.mark.parametrize("typed", ["L-0815", LAMP, "https://licht.example.org/L-0815"])
def test_a_scanner_that_types_as_a_keyboard_does_is_understood(listed, typed):
    view = listed.ask(*TO_THE_DISTRICTS, wish.OpenObjectNumber())
    for sign in typed:
        view = listed.ask(wish.TypeCode(view.text + sign))
    assert view.text == "L0815"
    assert isinstance(listed.ask(wish.Continue()), PlaceView)
