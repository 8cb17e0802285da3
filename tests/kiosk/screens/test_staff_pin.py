"""The pad of digits of attendants: where hands are, and a real keyboard types on it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from accessibility.metrics import DEFAULT_PX_PER_MM
from accessibility.profile import Profile
from kiosk.devtools.samples import sample_views
from kiosk.viewmodel.intents import EraseDigit, TypeDigit
from kiosk.widgets.tiles.tile import Tile
from tests.kits.screen import shown

NAMES = ("staff_pin", "staff_number")


def open_pad(qtbot: QtBot, name: str):
    view = sample_views("de", Profile())[name]
    return shown(qtbot, view, width=1080, height=1920, px_per_mm=DEFAULT_PX_PER_MM)


@pytest.mark.parametrize("name", NAMES)
def test_the_pad_is_within_reach_on_a_high_screen(qtbot: QtBot, name: str) -> None:
    screen = open_pad(qtbot, name)
    pad = [tile for tile in screen.findChildren(Tile) if isinstance(tile.intent, TypeDigit)]
    assert len(pad) == 10
    assert min(tile.mapTo(screen, QPoint(0, 0)).y() for tile in pad) > screen.height() * 0.45


@pytest.mark.parametrize("name", NAMES)
def test_a_real_keyboard_types_what_the_pad_has_and_nothing_else(qtbot: QtBot, name: str) -> None:
    screen, asked = open_pad(qtbot, name), []
    screen.asked.connect(asked.append)
    QTest.keyClicks(screen, "1a7 -")
    QTest.keyClick(screen, Qt.Key.Key_Backspace)
    assert asked == [TypeDigit("1"), TypeDigit("7"), EraseDigit()]
