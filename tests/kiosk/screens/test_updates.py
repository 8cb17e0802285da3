"""A new view of the same kind: screens change in place, and what the person was at stays where it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from accessibility.profile import Profile, TextSize
from kiosk.devtools.gallery import SIZES
from kiosk.screens import registered_screens
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import VoteView
from kiosk.widgets.inspect import inventory
from kiosk.widgets.text.label import Words
from kiosk.widgets.tiles.tile import Tile
from tests.kiosk.screens.test_geometry import every_page, faults, shown
from tests.kits.sample_views import options, sample_views


def delete_what_was_thrown_away() -> None:
    """Does what a running event loop does by itself."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_there_is_a_sample_for_every_screen_of_this_folder() -> None:
    elsewhere = {
        "code", "contact", "contribute", "contribution_review", "danger", "dates", "description", "found",
        "idea", "ideas", "known_report", "known_reports", "look_up", "mood", "object_number", "place",
        "poll_about", "practice", "practice_done", "project", "project_districts", "project_map",
        "projects", "scan", "search", "sentences", "signpost", "signposts", "similar", "staff_number", "staff_text",
        "helper", "own_number", "staff_code", "staff_probe", "stored", "stored_about",
        "subcategories", "survey_page", "vote_guided", "vote_place", "vote_text"
    }  # fmt: skip
    assert set(sample_views()) == set(registered_screens()) - elsewhere


@pytest.mark.parametrize("size", [TextSize.DEFAULT, TextSize.EXTRA])
@pytest.mark.parametrize("orientation", SIZES)
def test_a_notice_comes_and_goes(qtbot: QtBot, orientation: str, size: TextSize) -> None:
    quiet, loud = (sample_views("de-leicht", Profile(size=size), notice=notice) for notice in (False, True))
    for name, view in quiet.items():
        screen = shown(qtbot, view, orientation)
        before = {replace(item, focus_order=0) for item in inventory(screen)}
        for shown_now in (loud[name], view, loud[name], view):
            screen.show_view(shown_now)
            delete_what_was_thrown_away()
            for items in every_page(screen):
                assert faults(items, screen.rect()) == [], name
        screen.page.pages.turn_to(0)
        assert {replace(item, focus_order=0) for item in inventory(screen)} == before, name
        screen.close()


def test_choosing_changes_the_tile_and_nothing_else(qtbot: QtBot) -> None:
    view = sample_views("de")["vote"]
    assert isinstance(view, VoteView)
    screen = shown(qtbot, view, "portrait")
    tiles = screen.findChildren(Tile)
    places = {tile: tile.geometry() for tile in tiles}
    screen.show_view(replace(view, options=options("de", chosen=(1,)), counted="Sie haben 1 Antwort gewählt."))
    assert screen.findChildren(Tile) == tiles
    assert {tile: tile.geometry() for tile in tiles} == places
    checked = [item.name for item in inventory(screen) if item.checked]
    assert len(checked) == 1 and checked[0].startswith("Obstbäume")


def test_page_and_focus_stay(qtbot: QtBot) -> None:
    view = sample_views("de", Profile(size=TextSize.EXTRA))["vote"]
    assert isinstance(view, VoteView)
    screen = shown(qtbot, view, "portrait")
    with qtbot.waitActive(screen):
        screen.activateWindow()
    last = screen.findChild(Tile, repr(intents.Choose("long")))
    last.setFocus()
    page = screen.page.pages.page
    assert page > 0 and screen.page.pages.shows(last)
    screen.show_view(replace(view, options=options("de", chosen=(3,))))
    assert screen.page.pages.page == page
    assert screen.focus_key() == repr(intents.Choose("long"))


def test_more_and_back_up_turn_whole_pages(qtbot: QtBot) -> None:
    screen = shown(qtbot, sample_views("de", Profile(size=TextSize.EXTRA))["districts"], "portrait")
    pages = screen.page.pages
    more, up = (screen.findChild(Tile, name) for name in ("more", "back_up"))
    assert pages.count > 1 and more.isVisible() and not up.isVisible()
    for _ in range(pages.count - 1):
        QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert pages.page == pages.count - 1 and not more.isVisible()
    QTest.mouseClick(up, Qt.MouseButton.LeftButton)
    assert pages.page == pages.count - 2


@pytest.mark.parametrize("orientation", SIZES)
def test_only_what_a_view_offers_comes_out(qtbot: QtBot, orientation: str) -> None:
    for name, view in sample_views("de").items():
        screen = shown(qtbot, view, orientation)
        asked: list[object] = []
        screen.asked.connect(asked.append)
        own = {"more", "back_up", *(f"_Press(button='{name}')" for name in ("play", "again"))}
        buttons = [button for button in screen.findChildren(Tile) if button.objectName() not in own]
        for button in buttons:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked == [button.intent for button in buttons if button.isEnabled()], name
        assert all(isinstance(intent, Intent) for intent in asked)
        screen.close()


def test_the_whole_greeting_is_one_button(qtbot: QtBot) -> None:
    screen = shown(qtbot, sample_views("de")["attract"], "portrait", motion=True)
    with qtbot.waitSignal(screen.asked) as asked:
        QTest.mouseClick(screen.childAt(20, 1900), Qt.MouseButton.LeftButton)
    assert asked.args == [intents.Start()]


@pytest.mark.parametrize("orientation", SIZES)
def test_what_a_greeting_learns_after_the_start_is_seen_whole(qtbot: QtBot, orientation: str) -> None:
    view = sample_views("de")["attract"]
    lines = {"place": "Diese Station steht in: Lütten Klein", "seal": "Prüfzeichen der Wahlurne: K7QA-2MXD"}
    screen = shown(qtbot, replace(view, place="", content_date="", seal=""), orientation)
    screen.show_view(replace(view, **lines))
    seen = {words.text(): words for words in screen.findChildren(Words) if words.isVisibleTo(screen)}
    for line in lines.values():
        assert screen.rect().contains(QRect(seen[line].mapTo(screen, QPoint(0, 0)), seen[line].size()))


def test_the_countdown_counts_in_place(qtbot: QtBot) -> None:
    view = sample_views("de")["idle_warning"]
    screen = shown(qtbot, view, "portrait")
    before = screen.grab().toImage()
    screen.show_view(replace(view, seconds_left=7))
    assert screen.grab().toImage() != before


@pytest.mark.parametrize("language", ["de", "de-leicht", "en"])
def test_every_screen_says_what_it_shows(language: str, qtbot: QtBot) -> None:
    for name, view in sample_views(language, notice=True).items():
        screen = shown(qtbot, view, "portrait")
        spoken = screen.spoken()
        said = " ".join(spoken)
        assert spoken[0] == view.headline, name
        assert "" not in spoken and "\u00ad" not in said
        for action in (view.frame.main, view.frame.back, view.frame.home, view.frame.end):
            assert action is None or action.label in spoken
        assert view.notice in spoken or not view.notice
        for item in inventory(screen):
            if item.role in {"checkbox", "radio"}:
                assert item.text in said, name
        screen.close()


def test_a_choice_is_said_with_its_state(qtbot: QtBot) -> None:
    view = sample_views("de")["vote"]
    spoken = shown(qtbot, view, "portrait").spoken()
    assert any(text.startswith("Hochbeete") and text.endswith(". gewählt.") for text in spoken)
    assert any(text.startswith("Obstbäume") and text.endswith(". nicht gewählt.") for text in spoken)


def test_a_code_is_said_letter_by_letter(qtbot: QtBot) -> None:
    spoken = shown(qtbot, sample_views("de")["receipt"], "portrait").spoken()
    assert any("7, K, Q, P" in text for text in spoken)
