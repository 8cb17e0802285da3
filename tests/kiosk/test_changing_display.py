"""A display that changes while somebody is here: turned, in another resolution. Nothing of a visit is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from accessibility.profile import Profile, TextSize
from kiosk.app import Kiosk
from kiosk.changing_display import ChangingDisplay
from kiosk.devtools.samples import sample_views
from kiosk.screens import build_screen
from kiosk.screens.description import DescriptionScreen
from kiosk.station.display import px_per_mm, px_per_mm_with
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView
from kiosk.window import Window
from sync.station.config import ScreenConfig
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station
from tests.kits.visit_paths import REPORT, TO_THE_REVIEW

UPRIGHT, LYING, COARSE = QRect(0, 0, 1080, 1920), QRect(0, 0, 1920, 1080), QRect(0, 0, 720, 1280)

TEXT = "Der Deckel klappert 😀 sehr"


@pytest.fixture
def kiosk(tmp_path: Path, keys: Keys, qtbot: QtBot) -> Iterator[Kiosk]:
    kiosk = Kiosk(make_station(tmp_path, keys), with_voice=False)
    kiosk.window.setGeometry(UPRIGHT)
    kiosk.window.show_view(kiosk.view)
    kiosk.window.winId()
    kiosk.window.show()
    kiosk.begin()
    yield kiosk
    kiosk.close()


def turned(kiosk: Kiosk, place: QRect) -> None:
    kiosk.follow_display(place)
    QApplication.processEvents()
    assert kiosk.window.geometry() == kiosk.window.screen_shown.geometry() == place


def test_a_report_that_was_begun_goes_on_on_the_turned_display(kiosk: Kiosk) -> None:
    for intent in (wish.Start(), wish.ChooseLanguage("de"), wish.ChooseSize("large"), wish.Continue()):
        kiosk.ask(intent)
    for intent in (*REPORT, wish.Describe(TEXT)):
        kiosk.ask(intent)
    field = kiosk.window.screen_shown.writing.field
    field.place_caret("Der ")
    view = kiosk.view
    for display in (LYING, COARSE, UPRIGHT):
        turned(kiosk, display)
        screen = kiosk.window.screen_shown
        assert isinstance(screen, DescriptionScreen)
        assert (screen.view, kiosk.view) == (view, view)
        assert screen.writing.field.text == TEXT
        assert screen.writing.field.text_before_caret == "Der ", "the caret is where it was"
        assert screen.look.metrics.landscape is (display == LYING)
    for intent in (*TO_THE_REVIEW, wish.FileReport()):
        kiosk.ask(intent)
    assert isinstance(kiosk.view, ReceiptView)


@pytest.mark.parametrize("size", [TextSize.DEFAULT, TextSize.EXTRA])
def test_every_screen_shows_the_same_on_another_display(qtbot: QtBot, size: TextSize) -> None:
    window = Window(build_screen, px_per_mm=4.03, motion=False)
    qtbot.addWidget(window, before_close_func=lambda _: window.allow_closing())
    window.setGeometry(UPRIGHT)
    window.winId()
    window.show()
    for name, view in sample_views("de", Profile(size=size)).items():
        window.follow_display(UPRIGHT, px_per_mm=4.03)
        window.show_view(view)
        before = window.screen_shown
        window.follow_display(LYING, px_per_mm=4.03)
        assert window.screen_shown is not before, name
        assert window.screen_shown.view == view, name
        assert window.screen_shown.geometry() == LYING, name


def test_the_same_glass_with_fewer_pixels_has_fewer_in_a_millimetre(qtbot: QtBot) -> None:
    screen = ScreenConfig()
    as_set = px_per_mm(screen)
    assert px_per_mm_with(1920, 1080, screen, as_set=as_set) == pytest.approx(as_set)
    assert px_per_mm_with(720, 1280, screen, as_set=as_set) == pytest.approx(as_set * 2 / 3)
    window = Window(build_screen, px_per_mm=as_set, motion=False)
    qtbot.addWidget(window, before_close_func=lambda _: window.allow_closing())
    window.setGeometry(COARSE)
    window.show_view(sample_views("de", Profile())["home"])
    before = window.screen_shown.look.metrics
    window.follow_display(COARSE, px_per_mm=as_set * 2 / 3)
    after = window.screen_shown.look.metrics
    assert (before.width, before.height) == (after.width, after.height)
    assert after.target < before.target, "letters and buttons keep their millimetres"


def test_a_change_of_the_display_is_told_and_an_empty_one_is_not(qapp: QApplication) -> None:
    told: list[QRect] = []
    display = ChangingDisplay(qapp)
    display.changed.connect(told.append)
    screen = qapp.primaryScreen()
    screen.geometryChanged.emit(LYING)
    screen.geometryChanged.emit(QRect())
    qapp.primaryScreenChanged.emit(screen)
    assert told == [LYING, screen.geometry()]
    display.deleteLater()
