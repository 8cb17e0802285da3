"""A finger held on the corner, or F10 held, lets attendants in. Nothing else does, and nobody is kept from visiting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from kiosk.widgets.staff_gesture import HOLD_MS, StaffSign
from tests.kits.waiting import PATIENCE_MS

CORNER, ELSEWHERE = QPoint(10, 10), QPoint(300, 300)


class Front:
    """A window with one button all over it, watched for the sign."""

    def __init__(self, qtbot, *, hold_ms: int) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(400, 700)
        self.button = QPushButton(self.window)
        self.button.resize(400, 700)
        self.visits: list[str] = []
        self.button.clicked.connect(lambda: self.visits.append("visit"))
        self.sign = StaffSign(self.window)
        self.sign.hold_ms = hold_ms
        self.given: list[str] = []
        self.sign.given.connect(lambda: self.given.append("sign"))
        self.window.show()
        self.sign.switch(True)
        self.handle = self.window.windowHandle()
        self.handle.installEventFilter(self.sign)

    def press(self, place: QPoint) -> None:
        QTest.mousePress(self.handle, Qt.MouseButton.LeftButton, pos=place)

    def move(self, place: QPoint) -> None:
        QTest.mouseMove(self.handle, place)

    def release(self, place: QPoint) -> None:
        QTest.mouseRelease(self.handle, Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def front(qtbot) -> Front:
    """Nobody holds so long that the sign is given; that somebody holds can be seen."""
    return Front(qtbot, hold_ms=10 * PATIENCE_MS)


@pytest.fixture
def quick_front(qtbot) -> Front:
    """Whoever holds has held long enough in no time."""
    return Front(qtbot, hold_ms=1)


def test_the_sign_takes_three_seconds(front: Front) -> None:
    assert StaffSign(front.window).hold_ms == HOLD_MS == 3000


def press_the_corner(front: Front) -> None:
    front.press(CORNER)


def press_the_key(front: Front) -> None:
    QTest.keyPress(front.handle, Qt.Key.Key_F10)


@pytest.mark.parametrize("hold", [press_the_corner, press_the_key])
def test_the_corner_or_the_key_held_is_the_sign(qtbot, quick_front: Front, hold: Callable[[Front], None]) -> None:
    hold(quick_front)
    qtbot.waitUntil(lambda: bool(quick_front.given), timeout=PATIENCE_MS)
    assert not quick_front.sign.is_held, "it is given once"
    assert quick_front.given == ["sign"]


@pytest.mark.parametrize("place", [(200, 10), (10, 200), (390, 10), (10, 690)])
def test_no_other_place_is_the_sign(front: Front, place: tuple[int, int]) -> None:
    front.press(QPoint(*place))
    assert not front.sign.is_held
    front.release(QPoint(*place))
    assert (front.given, front.visits) == ([], ["visit"])


def test_a_short_touch_on_the_corner_begins_a_visit_like_any_other(front: Front) -> None:
    front.press(CORNER)
    assert front.sign.is_held
    front.release(CORNER)
    assert not front.sign.is_held
    assert (front.given, front.visits) == ([], ["visit"])


def test_a_finger_that_slides_away_is_no_sign(front: Front) -> None:
    front.press(CORNER)
    assert front.sign.is_held
    front.move(ELSEWHERE)
    assert not front.sign.is_held


def test_the_key_pressed_shortly_is_nothing(front: Front) -> None:
    press_the_key(front)
    assert front.sign.is_held
    QTest.keyRelease(front.handle, Qt.Key.Key_F10)
    assert not front.sign.is_held


def test_while_somebody_is_visiting_there_is_no_sign(front: Front) -> None:
    front.sign.switch(False)
    front.press(CORNER)
    assert not front.sign.is_held
    front.release(CORNER)
    front.sign.switch(True)
    front.press(CORNER)
    assert front.sign.is_held
    front.sign.switch(False)
    assert not front.sign.is_held
