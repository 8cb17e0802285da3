"""Every screen with the default content in every language, as a real visit comes to it: nothing clipped, too small or
torn, all languages in view where one is chosen."""

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from accessibility.metrics import TARGET_MM
from accessibility.profile import Layout, Profile, TextSize
from kiosk.devtools.audit_matrix import FITTED, AuditedDisplay
from kiosk.devtools.gallery import LAYOUTS, SIZES
from kiosk.devtools.samples import sample_views
from kiosk.texts import Texts
from kiosk.viewmodel.intents import ChooseLanguage, Intent, Start
from kiosk.viewmodel.views import View
from kiosk.widgets.inspect import hit_rect, inventory
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.text_layout import spoken_text
from kiosk.widgets.tiles.tile import Tile
from sync.protocol.languages import LANGUAGES
from tests.kiosk.screens.test_geometry import clipped, every_page, faults, shown
from tests.kits.screen import shown as shown_in

CODES = [language.code for language in LANGUAGES]
SETUPS = [
    *product(["portrait"], [TextSize.DEFAULT, TextSize.EXTRA], CODES),
    *product(["landscape"], [TextSize.EXTRA], CODES),
]


@pytest.mark.parametrize(("orientation", "size", "language"), SETUPS)
def test_every_screen_is_whole_in_every_language(qtbot: QtBot, orientation: str, size: TextSize, language: str) -> None:
    window = QRect(0, 0, *SIZES[orientation])
    for name, view in sample_views(language, Profile(size=size)).items():
        screen = shown(qtbot, view, orientation)
        for items in every_page(screen):
            assert faults(items, window) == [], f"{name}, page {screen.page.pages.page}"
        assert clipped(screen) == [], name
        assert torn(screen) == [], name
        screen.close()


def _is_torn(tile: Tile, screen: object) -> bool:
    return tile.isVisibleTo(screen) and tile.breaks_a_word(tile.width())


@pytest.mark.parametrize("display", FITTED, ids=lambda display: display.name)
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_languages_are_in_view_by_their_own_names(
    qtbot: QtBot, display: AuditedDisplay, size: TextSize, layout: Layout
) -> None:
    for code in CODES:
        view = sample_views(code, Profile())["languages"]  # nobody has chosen aids before
        view = replace(view, frame=replace(view.frame, profile=Profile(size=size, layout=layout)))
        screen = on_display(qtbot, view, display)
        named = [item.name for item in inventory(screen) if item.in_view and item.kind == "control"]
        missing = [
            language.own_name for language in LANGUAGES if not any(name.startswith(language.own_name) for name in named)
        ]
        assert (missing, screen.page.pages.count, torn(screen)) == ([], 1, []), code
        screen.close()


@pytest.mark.parametrize("display", FITTED, ids=lambda display: display.name)
@pytest.mark.parametrize("code", CODES)
def test_each_greeting_is_a_button_that_begins_in_its_language(
    qtbot: QtBot, display: AuditedDisplay, code: str
) -> None:
    screen = on_display(qtbot, sample_views(code, Profile())["attract"], display)
    asked: list[Intent] = []
    screen.asked.connect(asked.append)
    assert (screen.page.pages.count, torn(screen), clipped(screen)) == (1, [], [])
    least = display.px_per_mm * TARGET_MM
    for language in LANGUAGES:
        greeting = screen.findChild(Tile, repr(ChooseLanguage(language.code)))
        assert greeting.text() == spoken_text(Texts(language.code).text("attract.greeting"))
        place = hit_rect(greeting)
        assert min(place.width(), place.height()) >= least
        for corner in (place.center(), place.topLeft(), place.bottomRight()):
            touch(screen, greeting.mapTo(screen, corner))
            assert asked.pop() == ChooseLanguage(language.code)
    for place in (QPoint(3, 3), screen.rect().center(), QPoint(screen.width() - 3, screen.height() - 3)):
        touch(screen, place)
    assert set(map(repr, asked)) == {repr(Start())}
    assert len(asked) == 3


def on_display(qtbot: QtBot, view: View, display: AuditedDisplay) -> Screen:
    return shown_in(qtbot, view, width=display.width, height=display.height, px_per_mm=display.px_per_mm)


def torn(screen: Screen) -> list[str]:
    return [tile.text() for tile in screen.findChildren(Tile) if _is_torn(tile, screen)]


def touch(screen: Screen, place: QPoint) -> None:
    """What lies on top at this place is clicked, as the window would have it."""
    below = screen.childAt(place)
    QTest.mouseClick(below, Qt.MouseButton.LeftButton, pos=below.mapFrom(screen, place))
