"""A finger held on the corner, or F10 held, lets attendants in. Nothing else does, and nobody is kept from visiting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from kiosk.widgets.staff_gesture import HOLD_MS, StaffSign


class Front:
    """A window with one button all over it, watched for the sign."""

    def __init__(self, qtbot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(400, 700)
        self.button = QPushButton(self.window)
        self.button.resize(400, 700)
        self.visits: list[str] = []
        self.button.clicked.connect(lambda: self.visits.append("visit"))
        self.sign = StaffSign(self.window)
        self.given: list[str] = []
        self.sign.given.connect(lambda: self.given.append("sign"))
        self.window.show()
        self.sign.switch(True)
        self.window.windowHandle().installEventFilter(self.sign)
        self.sign._holding.setInterval(60)

    def hold(self, x: int, y: int, *, to: tuple[int, int] | None = None, wait_ms: int = 150) -> None:
        handle = self.window.windowHandle()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        if to:
            QTest.mouseMove(handle, QPoint(*to))
        QTest.qWait(wait_ms)
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(*(to or (x, y))))


@pytest.fixture
def front(qtbot) -> Front:
    return Front(qtbot)


def test_a_finger_held_on_the_corner_is_the_sign(front):
    assert StaffSign(front.window)._holding.interval() == HOLD_MS == 3000
    front.hold(10, 10)
    assert front.given == ["sign"]


@pytest.mark.parametrize("place", [(200, 10), (10, 200), (390, 10), (10, 690)])
def test_no_other_place_is_the_sign(front, place):
    front.hold(*place)
    assert (front.given, front.visits) == ([], ["visit"])


def test_a_short_touch_on_the_corner_begins_a_visit_like_any_other(front):
    front.hold(10, 10, wait_ms=0)
    QTest.qWait(150)
    assert (front.given, front.visits) == ([], ["visit"])


def test_a_finger_that_slides_away_is_no_sign(front):
    front.hold(10, 10, to=(300, 300))
    assert front.given == []


def test_the_key_held_is_the_sign_and_pressed_shortly_is_nothing(front):
    handle = front.window.windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_F10)
    QTest.keyRelease(handle, Qt.Key.Key_F10)
    QTest.qWait(150)
    assert front.given == []
    QTest.keyPress(handle, Qt.Key.Key_F10)
    QTest.qWait(150)
    assert front.given == ["sign"]


def test_while_somebody_is_visiting_there_is_no_sign(front):
    front.sign.switch(False)
    front.hold(10, 10)
    front.sign.switch(True)
    QTest.mousePress(front.window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    front.sign.switch(False)
    QTest.qWait(150)
    assert front.given == []
