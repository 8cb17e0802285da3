"""A display of 10.1 inch in the largest letters: nothing is lost, targets keep their size, answers come first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from accessibility.metrics import TARGET_MM
from accessibility.profile import Profile, TextSize
from kiosk.devtools.audit_matrix import SMALL, TABLET, TABLET_LYING, UPRIGHT, AuditedDisplay
from kiosk.devtools.samples import sample_views
from kiosk.home.presenter import goodbye_view, out_of_order_view
from kiosk.station.trouble import Trouble
from kiosk.viewmodel.views import Choice, View
from kiosk.widgets.inspect import hit_rect, inventory
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.map.panel import MapPanel
from kiosk.widgets.text.label import Words
from kiosk.widgets.tiles.tile import Tile
from tests.kits.screen import shown

EXTRA = Profile(size=TextSize.EXTRA)
LONG = "Ein Vorschlag, der sehr ausführlich beschrieben ist, damit ihn alle verstehen. " * 3


def on(qtbot: QtBot, view: View, display: AuditedDisplay) -> Screen:
    return shown(qtbot, view, width=display.width, height=display.height, px_per_mm=display.px_per_mm)


@pytest.mark.parametrize("display", [TABLET, TABLET_LYING], ids=lambda display: display.name)
def test_small_buttons_show_pictograms_and_keep_their_names_and_size(qtbot: QtBot, display: AuditedDisplay) -> None:
    for size in TextSize:
        view = sample_views("de", Profile(size=size))["vote"]
        screen = on(qtbot, view, display)
        for tile in screen.page.ways.tiles:
            place = hit_rect(tile)
            assert min(place.width(), place.height()) >= TARGET_MM * display.px_per_mm
            assert tile.accessibleName()
            assert not tile.breaks_a_word(tile.width())
        names = {action.name or action.label for action in (view.frame.back, view.frame.home, view.frame.end) if action}
        assert names <= {tile.accessibleName() for tile in screen.page.ways.tiles}


@pytest.mark.parametrize("display", [TABLET, TABLET_LYING], ids=lambda display: display.name)
def test_a_tile_higher_than_a_page_is_parted_between_its_lines(qtbot: QtBot, display: AuditedDisplay) -> None:
    view = sample_views("de", EXTRA)["vote"]
    options = tuple(replace(option, title=LONG) if not at else option for at, option in enumerate(view.options))
    screen = on(qtbot, replace(view, options=options), display)
    tile = next(tile for tile in screen.findChildren(Tile) if tile.face.title == LONG)
    assert tile.height() > screen.page.pages.room
    read: list[str] = []
    for page in range(screen.page.pages.count):
        screen.page.pages.turn_to(page)
        for item in inventory(screen):
            if item.name == tile.accessibleName() and item.in_view:
                assert item.rect[3] >= TARGET_MM * display.px_per_mm, "each part can be hit"
                read += [line for text in item.texts for line in text.lines]
    assert "".join(read).split() == f"{LONG} {options[0].note}".split(), "every line, once"
    assert options[0].about in tile.accessibleName(), "what there is no room for is heard"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_in_large_letters_pages_of_a_lying_display_are_turned_where_lines_end(qtbot: QtBot, language: str) -> None:
    views = sample_views(language, EXTRA)
    for name in ("polls", "projects", "budget", "districts"):
        screen = on(qtbot, views[name], TABLET_LYING)
        pages = screen.page.pages
        assert pages.count > 1
        pages.turn_to(1)
        content = QRect(pages.stack.mapTo(pages, QPoint(0, 0)), pages.stack.size())
        for turner in (pages.findChild(Tile, "more"), pages.findChild(Tile, "back_up")):
            place = turner.geometry()
            assert place.left() > content.right() if language == "de" else place.right() < content.left(), name
            assert min(place.width(), place.height()) >= TARGET_MM * TABLET_LYING.px_per_mm
        assert all(tile.height() <= pages.room for tile in pages.stack.findChildren(Tile)), (
            f"{name}: one thing to touch"
        )


def test_tiles_say_all_they_can_where_a_page_holds_them(qtbot: QtBot) -> None:
    view = sample_views("de", EXTRA)["budget"]
    for display, is_short in ((TABLET_LYING, True), (UPRIGHT, False)):
        screen = on(qtbot, view, display)
        tiles = [tile for tile in screen.findChildren(Tile) if tile.face.about]
        seen = set()
        for page in range(screen.page.pages.count):
            screen.page.pages.turn_to(page)
            seen |= {line.strip() for item in inventory(screen) for text in item.texts for line in text.lines}
        assert tiles
        for tile in tiles:
            begins = any(tile.face.about.startswith(line) for line in seen if line)
            assert begins is not is_short, tile.face.about
            assert tile.face.about in tile.accessibleName()


@pytest.mark.parametrize("display", [TABLET, TABLET_LYING], ids=lambda display: display.name)
def test_the_map_has_all_its_buttons_beside_it(qtbot: QtBot, display: AuditedDisplay) -> None:
    for size in (TextSize.DEFAULT, TextSize.EXTRA):
        screen = on(qtbot, sample_views("uk", Profile(size=size))["place"], display)
        panel = screen.findChild(MapPanel)
        assert screen.page.pages.count == 1
        assert all(screen.page.pages.shows(button) for button in panel.findChildren(QAbstractButton))
        assert panel.map.height() >= 45 * display.px_per_mm


@pytest.mark.parametrize("display", [UPRIGHT, SMALL, TABLET], ids=lambda display: display.name)
@pytest.mark.parametrize("name", ["vote_scale", "vote_points", "vote_yes_no", "vote_resistance", "vote"])
def test_the_first_answer_is_seen_without_turning_a_page(qtbot: QtBot, name: str, display: AuditedDisplay) -> None:
    if (name, display) == ("vote", TABLET):
        pytest.skip("a title of three lines and an option of five fill more than a page")
    screen = on(qtbot, replace(sample_views("de", EXTRA)[name], notice=""), display)
    answers = [choice.intent for choice in _answers(screen.view)]
    tiles = [tile for tile in screen.findChildren(Tile) if tile.intent in answers]
    assert any(screen.page.pages.shows(tile) for tile in tiles)


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("display", [SMALL, TABLET], ids=lambda display: display.name)
def test_no_picture_keeps_the_first_page_of_a_project_empty(
    qtbot: QtBot, display: AuditedDisplay, language: str
) -> None:
    view = sample_views(language, EXTRA)["project"]
    screen = on(qtbot, view, display)
    tiles = [tile for tile in screen.findChildren(Tile) if tile.accessibleName().startswith(view.choices[0].title)]
    words = [block for block in screen.findChildren(Words) if block.text() == view.about[0]]
    assert any(screen.page.pages.shows(block) for block in [*tiles, *words])


def _answers(view: View) -> tuple[Choice, ...]:
    groups = getattr(view, "groups", ())
    return groups[0].choices if groups else view.options


@pytest.mark.parametrize("display", [TABLET, TABLET_LYING], ids=lambda display: display.name)
def test_what_goes_by_itself_is_all_seen_at_once(qtbot: QtBot, display: AuditedDisplay) -> None:
    pauses = [out_of_order_view("ru", trouble) for trouble in Trouble]
    for view in (*pauses, *(goodbye_view("uk", Profile(size=size)) for size in TextSize)):
        assert on(qtbot, view, display).page.pages.count == 1, view.explanation


@pytest.mark.parametrize("display", [UPRIGHT, TABLET, TABLET_LYING], ids=lambda display: display.name)
@pytest.mark.parametrize("name", ["vote_resistance", "vote_scale", "districts"])
def test_the_tick_of_what_is_chosen_hides_no_words(qtbot: QtBot, name: str, display: AuditedDisplay) -> None:
    for size in (TextSize.DEFAULT, TextSize.EXTRA):
        screen = on(qtbot, sample_views("de", Profile(size=size))[name], display)
        for tile in screen.findChildren(Tile):
            tile.show_face(tile.face, tile.intent, chosen=True)
            tick = tile.setting(tile.width(), tile.height()).tick
            for lines, left, top in tile.set_texts():
                beside = (lines.width - lines.widest) // 2 if tile.style_.centred else 0
                letters = QRect(left, top, lines.width, lines.height).adjusted(beside, tile.font_px // 4, -beside, 0)
                assert not tick.intersects(letters), (tile.face.title, size)
