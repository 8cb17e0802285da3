"""Low reach: every control within the reach of the hand, on the side of that hand, and nothing cut or lost for it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from accessibility.metrics import (
    DEFAULT_PX_PER_MM,
    REACH_MM,
    TABLE_TOP_MM,
    USUAL_LOWER_EDGE_MM,
    metrics_for,
    reach_top,
    usual_lower_edge_mm,
)
from accessibility.profile import Layout, Profile, TextSize
from kiosk.devtools.gallery import SIZES
from kiosk.devtools.sample_station import read_content
from kiosk.devtools.samples import sample_views
from kiosk.screens import build_screen
from kiosk.viewmodel.views import View
from kiosk.widgets.inspect import ScreenItem, inventory
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import look_for
from tests.kiosk.screens.test_geometry import clipped, every_page, faults
from tests.kits.examples import cases

LOW = (Layout.LOW_LEFT, Layout.LOW_RIGHT)
PICTOGRAMS = Pictograms(read_content)
SETUPS = [
    ("portrait", TextSize.EXTRA, Layout.LOW_LEFT, "de"),
    ("landscape", TextSize.EXTRA, Layout.LOW_RIGHT, "de-leicht"),
    ("portrait", TextSize.DEFAULT, Layout.LOW_RIGHT, "de-leicht"),
    ("landscape", TextSize.SMALL, Layout.LOW_LEFT, "de"),
]
"""All others are measured by the audit."""


def shown(qtbot: QtBot, view: View, orientation: str, *, lower_edge_mm: int | None = None) -> Screen:
    width, height = SIZES[orientation]
    look = look_for(
        view.frame,
        px_per_mm=DEFAULT_PX_PER_MM,
        width=width,
        height=height,
        pictograms=PICTOGRAMS,
        motion=False,
        lower_edge_mm=lower_edge_mm,
    )
    screen = build_screen(view, look)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    return screen


def wrong(items: list[ScreenItem], window: QRect) -> list[str]:
    """What is wrong with what is in view; what a field is written in is measured elsewhere."""
    return faults([item for item in items if item.role != "textbox"], window)


def controls(items: list[ScreenItem]) -> list[ScreenItem]:
    return [item for item in items if item.kind == "control"]


@pytest.mark.parametrize(
    ("orientation", "size", "layout", "language"),
    cases(SETUPS, list(product(SIZES, TextSize, LOW, ("de", "de-leicht")))),
)
def test_every_control_is_within_reach_and_every_screen_is_whole(qtbot, orientation, size, layout, language):
    window = QRect(0, 0, *SIZES[orientation])
    for name, view in sample_views(language, Profile(size=size, layout=layout)).items():
        if name == "attract":
            continue  # nobody is there who could have chosen a layout, and all of it is one control
        screen = shown(qtbot, view, orientation)
        top = screen.look.metrics.reach_top
        seen: set[str] = set()
        for items in every_page(screen):
            seen |= {item.name for item in items}
            assert wrong(items, window) == [], f"{name}, page {screen.page.pages.page}"
            assert [item.name for item in controls(items) if item.rect[1] < top] == [], name
        assert clipped(screen) == [], name
        assert {item.name for item in inventory(screen)} <= seen, f"{name}: something is on no page"
        screen.close()


@pytest.mark.parametrize(
    ("orientation", "size"),
    cases([("portrait", TextSize.EXTRA), ("landscape", TextSize.DEFAULT)], list(product(SIZES, TextSize))),
)
def test_nothing_is_lost_in_a_low_layout(qtbot, orientation, size):
    normal = sample_views("de", Profile(size=size))
    low = sample_views("de", Profile(size=size, layout=Layout.LOW_LEFT))
    for name in normal:
        there, here = shown(qtbot, normal[name], orientation), shown(qtbot, low[name], orientation)
        lost = names(there) - names(here)
        if isinstance(here, WholeScreen):
            lost -= {low[name].explanation}  # gives way to what has to be seen whole, and is still read aloud
        assert lost <= {"Nach unten", "Nach oben", "Worum es geht"}, name
        there.close()
        here.close()


def names(screen: Screen) -> set[str]:
    return {item.name for item in inventory(screen)}


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("orientation", SIZES)
@pytest.mark.parametrize("right_to_left", [False, True])
def test_the_main_action_and_the_way_back_are_on_the_side_of_the_hand(qtbot, orientation, size, right_to_left):
    for layout, side in zip(LOW, (min, max), strict=True):
        view = sample_views("de", Profile(size=size, layout=layout))["vote_review"]
        view = replace(view, frame=replace(view.frame, right_to_left=right_to_left))
        screen = shown(qtbot, view, orientation)
        ways = {tile.objectName(): tile.geometry().center().x() for tile in screen.page.ways.tiles}
        if screen.look.metrics.landscape:
            assert side(ways, key=ways.get) == "Cast()"
        ways.pop("Cast()")
        assert ways["Back()"] == side(ways.values())
        screen.close()


@pytest.mark.parametrize("layout", LOW)
def test_on_a_wide_screen_what_is_used_is_on_the_side_of_the_hand(qtbot, layout):
    screen = shown(qtbot, sample_views("de", Profile(layout=layout))["vote"], "landscape")
    on_the_left = (
        screen.page.pages.geometry().center().x()
        < screen.page.headline.mapTo(screen, screen.page.headline.rect().center()).x()
    )
    assert on_the_left == (layout is Layout.LOW_LEFT)


def test_the_reach_follows_from_how_high_the_screen_hangs():
    assert reach_top(4.0, 1920, REACH_MM) == 1920
    assert reach_top(4.0, 1920, REACH_MM - 100) == 1520
    assert reach_top(4.0, 1920, 0) == 0
    assert reach_top(4.0, 1920, REACH_MM + 500) == 1920
    standing = metrics_for(Profile(layout=Layout.LOW_LEFT), px_per_mm=DEFAULT_PX_PER_MM, width=1080, height=1920)
    assert 0.54 <= 1 - standing.reach_top / 1920 <= 0.56
    small = metrics_for(Profile(layout=Layout.LOW_LEFT), px_per_mm=5.56, width=1080, height=1920)
    assert small.reach_top == 0
    normal = metrics_for(Profile(), px_per_mm=DEFAULT_PX_PER_MM, width=1080, height=1920)
    assert normal.reach_top == 0


@pytest.mark.parametrize(
    ("height_mm", "edge"),
    [
        (150, USUAL_LOWER_EDGE_MM),  # a tablet need not hang higher than the others
        (REACH_MM - USUAL_LOWER_EDGE_MM, USUAL_LOWER_EDGE_MM),
        (345.5, 754),  # 15.6 inch upright ends within reach, on a table
        (REACH_MM - TABLE_TOP_MM, TABLE_TOP_MM),
        (REACH_MM - TABLE_TOP_MM + 1, USUAL_LOWER_EDGE_MM),
        (476, USUAL_LOWER_EDGE_MM),
    ],
)
def test_a_screen_that_can_end_within_reach_does(height_mm, edge):
    assert usual_lower_edge_mm(height_mm) == edge


@pytest.mark.parametrize("lower_edge_mm", cases([600, 1090], [600, 840, 1000, 1090]))
def test_where_the_reach_is_too_small_the_controls_grow_upwards_and_nothing_is_cut(qtbot, lower_edge_mm):
    window = QRect(0, 0, *SIZES["portrait"])
    for name, view in sample_views("de", Profile(layout=Layout.LOW_RIGHT)).items():
        screen = shown(qtbot, view, "portrait", lower_edge_mm=lower_edge_mm)
        for items in every_page(screen):
            assert wrong(items, window) == [], f"{name}, page {screen.page.pages.page}"
        screen.close()


def test_a_page_that_is_short_of_room_stays_as_it_is_when_it_is_arranged_again(qtbot):
    """The tallest project of a budget is within reach only beside page buttons of one line, on a display that hangs
    a little higher than usual."""
    view = sample_views("en", Profile(size=TextSize.EXTRA, layout=Layout.LOW_LEFT))["budget"]
    pages = (screen := shown(qtbot, view, "portrait", lower_edge_mm=USUAL_LOWER_EDGE_MM + 20)).page.pages
    first = pages.geometry()
    assert pages.is_tight
    for _ in range(2):
        screen.page.arrange()
        assert (pages.geometry(), pages.is_tight) == (first, True)
