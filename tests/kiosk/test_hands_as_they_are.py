"""Palms, second fingers, drops, tremor, double taps and quick fingers, told by a touch device to a whole kiosk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect
from PySide6.QtGui import QEventPoint, QInputDevice, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.screens import screen_name
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import VoteView
from kiosk.widgets.layout.screen import Screen
from sync.station.config import TouchConfig
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station
from tests.kits.visit_paths import GARDEN

TOUCH = TouchConfig()
QUICK_MS = 35
"""A touch of a young finger."""

SOON_MS = 120
"""Between the two taps of a double click."""

LATER_MS = TOUCH.second_tap_ms + 100
PALM, FINGER, OTHER = 0, 1, 2


class Glass:
    """A touch screen before a kiosk: every finger on it is told, as a real one does. Its clock is its own."""

    device = None

    def __init__(self, kiosk: Kiosk) -> None:
        Glass.device = Glass.device or QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
        self.kiosk = kiosk
        self.ms = 10_000
        self._down: dict[int, QPointF] = {}

    def press(self, finger: int, place: QPoint) -> None:
        self._down[finger] = QPointF(place)
        first = len(self._down) == 1
        self._tell(QEvent.Type.TouchBegin if first else QEvent.Type.TouchUpdate, finger, QEventPoint.State.Pressed)

    def move(self, finger: int, place: QPoint) -> None:
        self._down[finger] = QPointF(place)
        self._tell(QEvent.Type.TouchUpdate, finger, QEventPoint.State.Updated)

    def lift(self, finger: int) -> None:
        last = len(self._down) == 1
        self._tell(QEvent.Type.TouchEnd if last else QEvent.Type.TouchUpdate, finger, QEventPoint.State.Released)
        del self._down[finger]

    def tap(self, what: QPoint | wish.Intent, *, finger: int = FINGER, ms: int = 80, after_ms: int = LATER_MS) -> None:
        place = what if isinstance(what, QPoint) else self.middle_of(what)
        self.ms += after_ms
        self.press(finger, place)
        self.ms += ms
        self.lift(finger)
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def middle_of(self, intent: wish.Intent | str) -> QPoint:
        name = intent if isinstance(intent, str) else repr(intent)
        tile = self.screen.findChild(QWidget, name)
        return tile.mapTo(self.kiosk.window, tile.rect().center())

    @property
    def screen(self) -> Screen:
        found = self.kiosk.window.screen_shown
        assert found is not None
        return found

    @property
    def shown(self) -> str:
        return screen_name(type(self.kiosk.view))

    def _tell(self, kind: QEvent.Type, changed: int, state: QEventPoint.State) -> None:
        points = []
        for finger, place in self._down.items():
            now = state if finger == changed else QEventPoint.State.Stationary
            points.append(QEventPoint(finger, now, place, place))
        event = QTouchEvent(kind, self.device, touchPoints=points)
        event.setTimestamp(self.ms)
        QCoreApplication.sendEvent(self.kiosk.window.windowHandle(), event)


@pytest.fixture
def glass(qtbot: QtBot, tmp_path: Path, keys: Keys) -> Iterator[Glass]:
    kiosk = Kiosk(make_station(tmp_path, keys), with_voice=False, now_ms=lambda: glass.ms)
    glass = Glass(kiosk)
    kiosk.window.setGeometry(QRect(0, 0, 1080, 1920))
    kiosk.window.show_view(kiosk.view)
    kiosk.window.winId()
    kiosk.window.show()
    kiosk.begin()
    QApplication.processEvents()
    yield glass
    kiosk.close()


@pytest.fixture
def voting(glass: Glass) -> Glass:
    """Before a question with several answers."""
    for intent in (wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), *GARDEN):
        glass.kiosk.ask(intent)
    QApplication.processEvents()
    assert isinstance(glass.kiosk.view, VoteView)
    return glass


def chosen(glass: Glass) -> set[str]:
    view = glass.kiosk.view
    assert isinstance(view, VoteView)
    return {option.intent.option for option in view.options if option.chosen}


PLAY, BENCHES = wish.Choose("play"), wish.Choose("benches")


# --- several fingers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("palm", [QPoint(60, 1880), QPoint(540, 900), QPoint(1070, 5)])
def test_beside_a_resting_palm_a_finger_taps(voting: Glass, palm: QPoint) -> None:
    voting.press(PALM, palm)
    voting.ms += 2000
    voting.tap(PLAY)
    voting.tap(BENCHES)
    assert chosen(voting) == {"play", "benches"}
    voting.lift(PALM)
    assert chosen(voting) == {"play", "benches"}
    assert voting.shown == "vote"


def test_a_palm_that_lands_while_a_finger_taps_takes_nothing_away(voting: Glass) -> None:
    voting.ms += LATER_MS
    voting.press(FINGER, voting.middle_of(PLAY))
    voting.ms += 20
    voting.press(PALM, voting.middle_of(wish.EndVisit()))
    voting.ms += 60
    voting.lift(FINGER)
    assert chosen(voting) == {"play"}
    voting.ms += 5000
    voting.lift(PALM)
    assert voting.shown == "vote"


def test_a_palm_on_a_button_does_nothing_while_a_finger_taps_elsewhere(voting: Glass) -> None:
    voting.ms += LATER_MS
    voting.press(PALM, voting.middle_of(wish.EndVisit()))
    voting.tap(PLAY)
    voting.ms += 3000
    voting.lift(PALM)
    assert chosen(voting) == {"play"}
    assert voting.shown == "vote"


def test_two_fingers_of_one_hand_are_two_taps(voting: Glass) -> None:
    voting.ms += LATER_MS
    voting.press(FINGER, voting.middle_of(PLAY))
    voting.press(OTHER, voting.middle_of(BENCHES))
    voting.ms += 80
    voting.lift(OTHER)
    voting.lift(FINGER)
    assert chosen(voting) == {"play", "benches"}


def test_a_wet_drop_that_comes_and_goes_at_one_place_chooses_nothing(voting: Glass) -> None:
    for _ in range(10):
        voting.tap(QPoint(30, 700), finger=PALM, ms=300, after_ms=90)
    voting.tap(PLAY)
    assert chosen(voting) == {"play"}


def test_a_touch_the_system_takes_back_acts_on_nothing(voting: Glass) -> None:
    voting.ms += LATER_MS
    voting.press(FINGER, voting.middle_of(PLAY))
    event = QTouchEvent(QEvent.Type.TouchCancel, voting.device)
    QCoreApplication.sendEvent(voting.kiosk.window.windowHandle(), event)
    voting._down.clear()
    assert chosen(voting) == set()
    voting.tap(PLAY)
    assert chosen(voting) == {"play"}


def test_a_touch_whose_end_was_lost_does_not_stand_in_the_way(voting: Glass) -> None:
    voting.ms += LATER_MS
    voting.press(PALM, voting.middle_of(wish.EndVisit()))
    voting._down.clear()
    voting.tap(PLAY)
    assert chosen(voting) == {"play"}
    assert voting.shown == "vote"


# --- one finger that trembles, hurries or slips -----------------------------------------------------------------------


@pytest.mark.parametrize("between_ms", [SOON_MS, 350, TOUCH.second_tap_ms - 1])
def test_a_double_tap_takes_no_choice_back(voting: Glass, between_ms: int) -> None:
    voting.tap(PLAY)
    for _ in range(2):
        voting.tap(PLAY, after_ms=between_ms)
        assert chosen(voting) == {"play"}
    voting.tap(PLAY, after_ms=TOUCH.second_tap_ms)
    assert chosen(voting) == set()


def test_another_answer_may_be_chosen_at_once(voting: Glass) -> None:
    voting.tap(PLAY)
    voting.tap(BENCHES, after_ms=SOON_MS)
    assert chosen(voting) == {"play", "benches"}


def test_a_double_tap_on_read_aloud_does_not_open_its_page(voting: Glass) -> None:
    voting.tap(wish.SwitchSpeech())
    voting.tap(wish.OpenSpeech(), after_ms=350)
    assert voting.kiosk.view.frame.profile.speech
    assert voting.shown == "vote"


def test_a_double_tap_on_a_key_writes_and_erases_one_letter(glass: Glass) -> None:
    for intent in (wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), wish.OpenReport()):
        glass.kiosk.ask(intent)
    for intent in (
        wish.ChooseCategory("litter"),
        wish.ChooseCategory("litter"),
        wish.ChooseDistrict("N"),
        wish.Continue(),
    ):
        glass.kiosk.ask(intent)
    QApplication.processEvents()
    for key in ("key:a", "key:b"):
        glass.tap(glass.middle_of(key))
        glass.tap(glass.middle_of(key), after_ms=SOON_MS)
    assert glass.kiosk.view.text.lower() == "ab"
    backspace = glass.middle_of("key:backspace")
    glass.tap(backspace)
    glass.tap(backspace, after_ms=SOON_MS)
    assert glass.kiosk.view.text.lower() == "a"


def test_the_quick_touch_of_a_young_finger_counts_and_noise_does_not(voting: Glass) -> None:
    voting.tap(PLAY, ms=TOUCH.shortest_ms - 1)
    assert chosen(voting) == set()
    voting.tap(PLAY, ms=QUICK_MS)
    assert chosen(voting) == {"play"}


def test_a_finger_that_trembles_within_a_control_acts_once(voting: Glass) -> None:
    place = voting.middle_of(PLAY)
    voting.ms += LATER_MS
    voting.press(FINGER, place)
    for step in (QPoint(9, 4), QPoint(-14, 8), QPoint(3, -11), QPoint(20, 2)):
        voting.ms += 25
        voting.move(FINGER, place + step)
    voting.lift(FINGER)
    assert chosen(voting) == {"play"}


def test_a_finger_that_slides_off_a_control_does_nothing(voting: Glass) -> None:
    voting.ms += LATER_MS
    voting.press(FINGER, voting.middle_of(PLAY))
    voting.ms += 100
    voting.move(FINGER, voting.middle_of(BENCHES))
    voting.lift(FINGER)
    assert chosen(voting) == set()


def test_whoever_explores_with_the_finger_chooses_by_tapping_twice(voting: Glass) -> None:
    voting.kiosk.ask(wish.SwitchExploring())
    QApplication.processEvents()
    voting.tap(PLAY)
    assert chosen(voting) == set()
    voting.tap(PLAY, after_ms=SOON_MS)
    assert chosen(voting) == {"play"}


# --- through all of Qt ------------------------------------------------------------------------------------------------


def test_beside_a_palm_a_finger_is_heard_through_all_of_qt(qtbot: QtBot, tmp_path: Path, keys: Keys) -> None:
    """As the display server tells it, with the clock of the machine: so no touch may be too short or too soon here."""
    config = make_station(tmp_path, keys, touch=TouchConfig(shortest_ms=0, second_tap_ms=0))
    ms = iter(range(0, 10**9, 1000))
    kiosk = Kiosk(config, with_voice=False, now_ms=lambda: next(ms))
    glass = Glass(kiosk)
    kiosk.window.setGeometry(QRect(0, 0, 1080, 1920))
    kiosk.window.show_view(kiosk.view)
    kiosk.window.winId()
    kiosk.window.show()
    kiosk.begin()
    for intent in (wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), *GARDEN):
        kiosk.ask(intent)
    QApplication.processEvents()
    window, device = kiosk.window.windowHandle(), Glass.device
    QTest.touchEvent(window, device, False).press(PALM, QPoint(60, 1880), window).commit()
    for intent in (PLAY, BENCHES):
        place = glass.middle_of(intent)
        QTest.touchEvent(window, device, False).stationary(PALM).press(FINGER, place, window).commit()
        QTest.touchEvent(window, device, False).stationary(PALM).release(FINGER, place, window).commit()
        QApplication.processEvents()
    assert chosen(glass) == {"play", "benches"}
    QTest.touchEvent(window, device, False).release(PALM, QPoint(60, 1880), window).commit()
    kiosk.close()
