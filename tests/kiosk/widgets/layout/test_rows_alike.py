"""Tiles of one row look alike, whatever words they have: a pictogram on top of one is on all. Ways keep apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from accessibility.profile import Layout, Profile
from kiosk.devtools.audit_matrix import DISPLAYS, SMALL, UPRIGHT, AuditedDisplay
from kiosk.devtools.samples import sample_views
from kiosk.screens import build_screen
from kiosk.viewmodel.intents import Intent
from kiosk.widgets.layout.stack_and_grid import set_alike
from kiosk.widgets.theme import Look, look_for
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import Face, Style

BESIDE = Style(centred=True)


def look(view, display) -> Look:
    return look_for(view.frame, px_per_mm=display.px_per_mm, width=display.width, height=display.height, motion=False)


@pytest.fixture(scope="module")
def home():
    return sample_views("de", Profile())["home"]


def narrow_width(tile: Tile) -> int:
    """A width at which the words have room with their pictogram on top, but not beside it."""
    return next(width for width in range(600, 0, -1) if tile.goes_above(width))


def test_where_one_has_its_pictogram_on_top_all_have(qtbot: QtBot, home) -> None:
    used = look(home, UPRIGHT)
    long, short = (Tile(Face(title, pictogram="home"), Intent(), used, BESIDE) for title in ("Vorlesen", "Ja"))
    for tile in (long, short):
        qtbot.addWidget(tile)
    width = narrow_width(long)
    assert not short.goes_above(width)
    assert set_alike([long, short], BESIDE, [width, width]) == replace(BESIDE, above=True)
    assert long.style_.above and short.style_.above
    for tile in (long, short):
        tile.set_in(BESIDE)
    assert set_alike([long, short], BESIDE, [600, 600]) == BESIDE


@pytest.mark.parametrize("display", [UPRIGHT, SMALL])
def test_aids_and_ways_stand_in_rows_of_one_kind(qtbot: QtBot, home, display) -> None:
    screen = build_screen(home, look(home, display))
    qtbot.addWidget(screen)
    screen.resize(display.width, display.height)
    screen.show()
    rows: dict[tuple[int, int], set[bool]] = {}
    for tile in (*screen.page.aids.tiles, *screen.page.ways.tiles):
        kind = tile.style_.above or tile.goes_above(tile.width())
        rows.setdefault((id(tile.parent()), tile.y()), set()).add(kind)
    assert all(len(kinds) == 1 for kinds in rows.values())


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.name)
@pytest.mark.parametrize("layout", Layout)
def test_in_one_row_the_way_out_is_not_beside_the_way_on(qtbot: QtBot, display: AuditedDisplay, layout: Layout) -> None:
    view = sample_views("de", Profile(layout=layout))["vote"]
    screen = build_screen(view, look(view, display))
    qtbot.addWidget(screen)
    screen.resize(display.width, display.height)
    screen.show()
    ways = {repr(tile.intent): tile for tile in screen.page.ways.tiles}
    row = sorted((tile.x(), name) for name, tile in ways.items() if tile.y() == ways["Continue()"].y())
    names = [name for _, name in row]
    assert len(names) in {1, len(ways)}
    if len(names) > 1:
        assert abs(names.index("Continue()") - names.index("EndVisit()")) > 1
