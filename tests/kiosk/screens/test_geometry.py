"""Every screen in every size, language and orientation, as eyes and fingers meet it: nothing clipped, nothing too small
or too close, nothing outside, nothing without a name. Measured on the widgets that are there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from accessibility.metrics import DEFAULT_PX_PER_MM, GAP_MM, TARGET_MM
from accessibility.profile import Profile, TextSize, Theme
from kiosk.devtools.gallery import SIZES
from kiosk.screens import build_screen
from kiosk.viewmodel.views import View
from kiosk.widgets.inspect import ScreenItem, focus_walk, inventory
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import look_for
from kiosk.widgets.tiles.tile import Tile
from tests.kits.examples import cases
from tests.kits.sample_views import read_content, sample_views

PICTOGRAMS = Pictograms(read_content)
LANGUAGES = ("de", "de-leicht", "en")
SETUPS = [(*setup, LANGUAGES[at % len(LANGUAGES)]) for at, setup in enumerate(product(SIZES, TextSize))]
"""Every size in both orientations, the languages in turns."""


def shown(qtbot: QtBot, view: View, orientation: str, *, motion: bool = False) -> Screen:
    """The screen for a view, laid out in full size."""
    width, height = SIZES[orientation]
    px_per_mm = DEFAULT_PX_PER_MM
    look = look_for(view.frame, px_per_mm=px_per_mm, width=width, height=height, pictograms=PICTOGRAMS, motion=motion)
    screen = build_screen(view, look)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    return screen


def every_page(screen: Screen) -> Iterator[list[ScreenItem]]:
    """What is in view, page by page."""
    for page in range(screen.page.pages.count):
        screen.page.pages.turn_to(page)
        yield [item for item in inventory(screen) if item.in_view]


def rect(item: ScreenItem) -> QRect:
    return QRect(*item.rect)


def gap(one: QRect, other: QRect) -> int:
    """Pixels between two rectangles, along the nearer of the two axes; negative where they overlap."""
    across = max(one.left() - other.right(), other.left() - one.right()) - 1
    down = max(one.top() - other.bottom(), other.top() - one.bottom()) - 1
    return max(across, down)


@pytest.mark.parametrize(("orientation", "size", "language"), cases(SETUPS, list(product(SIZES, TextSize, LANGUAGES))))
def test_every_screen_is_whole(qtbot: QtBot, orientation: str, size: TextSize, language: str) -> None:
    window = QRect(0, 0, *SIZES[orientation])
    for name, view in sample_views(language, Profile(size=size), notice=True).items():
        screen = shown(qtbot, view, orientation)
        seen: set[str] = set()
        for items in every_page(screen):
            seen |= {item.name for item in items}
            assert faults(items, window) == [], f"{name}, page {screen.page.pages.page}"
        assert clipped(screen) == [], name
        assert {item.name for item in inventory(screen)} <= seen, f"{name}: something is on no page"
        screen.close()


def faults(items: list[ScreenItem], window: QRect) -> list[str]:
    """What is wrong with what is in view."""
    found = [f"{item.name!r} leaves the window: {item.rect}" for item in items if not window.contains(rect(item))]
    found += [f"{item.role} without a name at {item.rect}" for item in items if not item.name.strip()]
    found += [f"{item.name!r} is set in 0 px" for item in items if item.text and item.font_px <= 0]
    found += [f"{item.name!r} keeps a soft hyphen" for item in items if "\u00ad" in item.name + item.spoken]
    controls = [item for item in items if item.kind == "control"]
    target, between = TARGET_MM * DEFAULT_PX_PER_MM, GAP_MM * DEFAULT_PX_PER_MM
    found += [f"{item.name!r} is too small: {item.rect}" for item in controls if min(item.rect[2:]) < target]
    controls = [item for item in controls if rect(item) != window]  # that one lies below the others
    found += [
        f"{one.name!r} and {other.name!r} are too close: {one.rect}, {other.rect}"
        for one, other in combinations(controls, 2)
        if gap(rect(one), rect(other)) < between
    ]
    texts = [item for item in items if item.kind == "text"]
    written_on = [item for item in controls if item.text]
    found += [
        f"{one.name!r} lies on {other.name!r}"
        for one, other in [*combinations(texts, 2), *product(texts, written_on)]
        if gap(rect(one), rect(other)) < 0
    ]
    return found


def clipped(screen: Screen) -> list[str]:
    """Words that reach over the edge of what they stand on, on any page."""
    return [
        f"{widget.accessibleName()!r}: {text} of {widget.rect()}"
        for widget in screen.findChildren(QWidget)
        if hasattr(widget, "text_rects") and widget.isVisibleTo(screen)
        for text in widget.text_rects()
        if not widget.rect().contains(text)
    ]


@pytest.mark.parametrize("orientation", SIZES)
@pytest.mark.parametrize("size", [TextSize.DEFAULT, TextSize.EXTRA])
def test_writing_from_right_to_left_is_mirrored(qtbot: QtBot, orientation: str, size: TextSize) -> None:
    profile = Profile(size=size)
    window = QRect(0, 0, *SIZES[orientation])
    mirrored = sample_views("de", profile, right_to_left=True)
    for name, view in sample_views("de", profile).items():
        there = shown(qtbot, mirrored[name], orientation)
        here = shown(qtbot, view, orientation)
        for item, other in zip(inventory(here), inventory(there), strict=True):
            assert item.name == other.name
            if item.name.isdigit():
                continue  # a pad of digits runs from left to right in every language
            left, top, width, height = item.rect
            from_right = window.width() - left - width
            assert abs(from_right - other.rect[0]) <= 2, f"{name}: {item.name} at {item.rect}, then {other.rect}"
            assert other.rect[1:] == (top, width, height)
        here.close()
        there.close()


@pytest.mark.parametrize("orientation", SIZES)
def test_no_word_is_torn_where_it_has_a_place_to_break(qtbot: QtBot, orientation: str) -> None:
    for name, view in sample_views("de", Profile(size=TextSize.EXTRA)).items():
        screen = shown(qtbot, view, orientation)
        for tile in screen.findChildren(Tile):
            assert not (tile.isVisibleTo(screen) and tile.breaks_a_word(tile.width())), f"{name}: {tile.text()}"
        screen.close()


@pytest.mark.parametrize("orientation", SIZES)
def test_keys_reach_every_control_and_come_back(qtbot: QtBot, orientation: str) -> None:
    for name, view in sample_views("de").items():
        screen = shown(qtbot, view, orientation)
        walk = focus_walk(screen)
        enabled = {item.name for item in inventory(screen) if item.kind == "control" and item.enabled}
        assert {widget.accessibleName() for widget in walk} == enabled, name
        assert len({id(widget) for widget in walk}) == len(walk)
        screen.close()


@pytest.mark.parametrize("theme", Theme)
def test_every_theme_paints_its_paper(qtbot: QtBot, theme: Theme) -> None:
    for name, view in sample_views("de", Profile(theme=theme)).items():
        screen = shown(qtbot, view, "portrait")
        corner = screen.grab().toImage().pixelColor(2, 2).name()
        assert corner == screen.look.palette.paper, name
        screen.close()
