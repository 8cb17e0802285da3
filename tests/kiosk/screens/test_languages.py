"""Every screen with the default content in every language, as a real visit comes to it: nothing clipped, too small or
torn, all languages in view where one is chosen."""

from itertools import product

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from accessibility.profile import Profile, TextSize
from kiosk.devtools.gallery import SIZES
from kiosk.devtools.samples import sample_views
from kiosk.widgets.inspect import inventory
from kiosk.widgets.tiles.tile import Tile
from sync.protocol.languages import LANGUAGES
from tests.kiosk.screens.test_geometry import clipped, every_page, faults, shown

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
        torn = [tile.text() for tile in screen.findChildren(Tile) if _is_torn(tile, screen)]
        assert torn == [], name
        screen.close()


def _is_torn(tile: Tile, screen: object) -> bool:
    return tile.isVisibleTo(screen) and tile.breaks_a_word(tile.width())


@pytest.mark.parametrize("orientation", SIZES)
@pytest.mark.parametrize("size", TextSize)
def test_all_languages_are_in_view_by_their_own_names(qtbot: QtBot, orientation: str, size: TextSize) -> None:
    for code in ("de", "ar"):
        screen = shown(qtbot, sample_views(code, Profile(size=size))["languages"], orientation)
        named = [item.name for item in inventory(screen) if item.in_view and item.kind == "control"]
        assert [name for language in LANGUAGES for name in named if name.startswith(language.own_name)] == [
            name for name in named if any(name.startswith(language.own_name) for language in LANGUAGES)
        ]
        assert all(any(name.startswith(language.own_name) for name in named) for language in LANGUAGES)
        screen.close()
