"""The greeting as a notice board: everything in turn, in every language, calm, and how to begin always in view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from accessibility.metrics import CAP_RATIO
from kiosk.projects.board import NOTE_SECONDS, knowledge_of, notes
from kiosk.screens import build_screen
from kiosk.texts import Texts
from kiosk.viewmodel.views import AttractView
from kiosk.welcome import attract_view
from sync.protocol.languages import LANGUAGES
from sync.station.config import ScreenConfig
from tests.kiosk.dates.test_visit_dates import CAFE, HELP, announce
from tests.kits.content import Keys
from tests.kits.looks import look
from tests.kits.station_twin import Kit

THREE_METRES_MM = 8.7
"""A capital of 10 minutes of arc seen from three metres: twice what a good eye needs."""


def only_places(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not path.startswith(("polls/", "projects/", "codes/"))}


def told(kit: Kit) -> tuple[str, str, str]:
    assert isinstance(kit.view, AttractView)
    return kit.view.frame.language, kit.view.note_title, kit.view.note


def test_everything_is_told_in_turn_first_in_the_stations_language_then_in_every_other(kit: Kit):
    announce(kit, HELP, CAFE)
    kit.wait(0)
    now = kit.station.time
    known = knowledge_of(kit.conductor.offer, kit.station.registers, now)
    count = len(notes(Texts("de"), known, district="D", now=now))
    first = [told(kit)]
    for _ in range(count * len(LANGUAGES) - 1):
        kit.wait(NOTE_SECONDS)
        first.append(told(kit))
    assert [language for language, *_ in first] == [one.code for one in LANGUAGES for _ in range(count)]
    german = [(title, note) for language, title, note in first if language == "de"]
    assert ("Hilfe an der Station", "dienstags, 10 bis 12 Uhr") in german
    assert "Café" in [note for _, note in german]
    assert len(set(german)) == count


def test_where_nothing_is_to_move_one_thing_is_told_a_day(keys: Keys):
    kit = Kit(keys=keys, screen=ScreenConfig(motion=False))
    announce(kit, HELP, CAFE)
    before = told(kit)
    kit.wait(NOTE_SECONDS * 5)
    assert told(kit) == before
    kit.station.time += timedelta(days=1)
    kit.station.content_name = "next day"
    kit.wait(1)
    assert told(kit)[0] == before[0]
    assert told(kit) != before


def test_a_house_with_nothing_to_tell_greets_in_its_own_language(kit: Kit):
    kit.station.district = ""
    kit.station.time += timedelta(days=4000)  # nothing is asked any more, and nobody was promised anything here
    kit.station.content = replace(kit.station.content, files=only_places(kit.station.content.files))
    kit.station.content_name = "empty"
    kit.wait(NOTE_SECONDS * 3)
    assert told(kit) == ("de", "", "")


@pytest.mark.parametrize(
    ("width", "height", "px_per_mm", "far"),
    [(1080, 1920, 4.03, True), (1920, 1080, 4.03, True), (1366, 768, 3.95, False)],
)
@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_note_is_read_from_three_metres_and_never_covers_how_to_begin(
    qtbot: QtBot, width: int, height: int, px_per_mm: float, far: bool, language: str
):
    note = ("Donnerstag, 26. November 2026, 15 bis 17 Uhr", "Nachbarschaftscafé mit Kuchen")
    view = attract_view(language, place="Lütten Klein", note=note)
    screen = build_screen(view, look(view.frame, px_per_mm=px_per_mm, width=width, height=height))
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    assert screen.page.pages.count == 1
    shown = {tile.text() for tile in screen._river._greetings.tiles if tile.isVisible()}
    assert shown == {greeting for _, greeting in view.greetings}
    assert screen.page.headline.isVisible()
    if far:
        assert screen._note.text() == note[1]
        assert screen._note.font_px * CAP_RATIO / px_per_mm >= THREE_METRES_MM
