"""The question whether somebody is still there, answered by fingers on a whole kiosk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.viewmodel.intents import ChooseLanguage, Continue, KeepGoing, NextSize, StartAfresh
from kiosk.viewmodel.views import HomeView, IdleWarningView, LanguagesView
from sync.station.config import IdleConfig
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station

A_FINGERS_TIME_MS = 80


@pytest.fixture
def asking(qtbot: QtBot, tmp_path: Path, keys: Keys) -> Iterator[Kiosk]:
    """A kiosk that asks at once, and has given up its patience a second later."""
    config = make_station(tmp_path, keys, idle=IdleConfig(started_seconds=0, switches_seconds=0))
    clock = {"ms": 0.0}

    def later() -> float:
        clock["ms"] += 1000  # every touch comes long after the page has changed
        return clock["ms"]

    kiosk = Kiosk(config, with_voice=False, now_ms=later)
    kiosk.window.setGeometry(QRect(0, 0, 1080, 1920))
    kiosk.window.show_view(kiosk.view)
    kiosk.window.winId()
    kiosk.window.show()
    kiosk.begin()
    for intent in (ChooseLanguage("en"), Continue(), NextSize()):
        kiosk.ask(intent)
    kiosk.tick()
    assert isinstance(kiosk.view, IdleWarningView)
    for timer in kiosk.window.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly):
        timer.stop()  # or a slow machine has asked again before the test looks
    yield kiosk
    kiosk.close()


def press_and_lift(kiosk: Kiosk, place: QPoint) -> None:
    handle = kiosk.window.windowHandle()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert isinstance(kiosk.view, IdleWarningView)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place, A_FINGERS_TIME_MS)


def middle_of(kiosk: Kiosk, intent: object) -> QPoint:
    tile = kiosk.window.findChild(QWidget, repr(intent))
    return tile.mapTo(kiosk.window, tile.rect().center())


def test_whoever_is_still_there_says_so(asking: Kiosk) -> None:
    press_and_lift(asking, middle_of(asking, KeepGoing()))
    assert isinstance(asking.view, HomeView)
    assert asking.view.frame.language == "en"


@pytest.mark.parametrize("place", [QPoint(540, 500), QPoint(3, 3), QPoint(1070, 900)])
def test_a_touch_anywhere_else_says_so_too(asking: Kiosk, place: QPoint) -> None:
    press_and_lift(asking, place)
    assert isinstance(asking.view, HomeView)


def test_whoever_comes_next_begins_afresh(asking: Kiosk) -> None:
    press_and_lift(asking, middle_of(asking, StartAfresh()))
    assert isinstance(asking.view, LanguagesView)
    assert asking.view.frame.language == "de"
    assert asking.view.frame.profile.size.value == "default"
