"""The window shows views and nothing else; ghost touches and second taps do not act; nobody but staff closes it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from accessibility.profile import Profile, TextSize, Theme
from kiosk.screens import build_screen, screen, screen_name
from kiosk.viewmodel import intents
from kiosk.viewmodel.views import (
    CodeView,
    DescriptionView,
    HomeView,
    LookUpView,
    ReceiptView,
    View,
    VoteReviewView,
    VoteView,
)
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.text_layout import SetText
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.touch_guard import SETTLE_MS
from kiosk.window import Window
from sync.station.config import TouchConfig
from tests.kits.looks import frame
from tests.kits.sample_views import sample_views

SCREEN = QRect(0, 0, 800, 800)
"""The display that Qt has offscreen, and the pixels on it so coarse that it is large."""

PX_PER_MM = 2.0


class Hand:
    """A finger on a window, and the clock it is measured by."""

    def __init__(self) -> None:
        self.now_ms = 0.0
        self.window: Window

    def tap(self, place: QPoint, *, ms: float = 100, wait: float = SETTLE_MS) -> None:
        """Wait, come down, stay, lift."""
        self.now_ms += wait
        self.send(QEvent.Type.MouseButtonPress, place)
        self.now_ms += ms
        self.send(QEvent.Type.MouseButtonRelease, place)

    def send(self, kind: QEvent.Type, place: QPoint) -> None:
        button = Qt.MouseButton.LeftButton
        held = button if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        at = QPointF(place)
        event = QMouseEvent(kind, at, at, button, held, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(int(self.now_ms))
        QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def middle_of(self, intent: intents.Intent) -> QPoint:
        tile = self.shown.findChild(Tile, repr(intent))
        return tile.mapTo(self.window, tile.rect().center())

    @property
    def shown(self) -> Screen:
        found = self.window.screen_shown
        assert found is not None
        return found


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def window(qtbot: QtBot, hand: Hand) -> Window:
    made = Window(build_screen, px_per_mm=PX_PER_MM, motion=False, now_ms=lambda: hand.now_ms)
    hand.window = made
    qtbot.addWidget(made, before_close_func=lambda _: made.allow_closing())
    made.setGeometry(SCREEN)
    made.show_view(sample_views("de")["home"])
    made.open_on(SCREEN)
    return made


@pytest.fixture
def asked(window: Window) -> list[object]:
    intents_asked: list[object] = []
    window.asked.connect(intents_asked.append)
    return intents_asked


def view_of(name: str, **changes: object) -> View:
    return replace(sample_views("de")[name], **changes)


def test_a_tap_asks_for_what_the_tile_says(window: Window, hand: Hand, asked: list[object]) -> None:
    hand.tap(hand.middle_of(intents.OpenPolls()))
    assert asked == [intents.OpenPolls()]


def test_a_touch_shorter_than_a_finger_is_a_ghost(window: Window, hand: Hand, asked: list[object]) -> None:
    place = hand.middle_of(intents.OpenPolls())
    hand.tap(place, ms=TouchConfig().shortest_ms - 1)
    assert asked == []
    assert not hand.shown.findChild(Tile, repr(intents.OpenPolls())).isDown()
    hand.tap(place, ms=TouchConfig().shortest_ms)
    assert asked == [intents.OpenPolls()]


def test_a_second_tap_does_not_reach_the_next_page(window: Window, hand: Hand, asked: list[object]) -> None:
    window.asked.connect(lambda intent: window.show_view(view_of("polls")) if intent == intents.OpenPolls() else None)
    hand.tap(hand.middle_of(intents.OpenPolls()))
    place = hand.middle_of(intents.OpenPoll("0"))
    hand.tap(place, wait=SETTLE_MS - 101)
    assert asked == [intents.OpenPolls()]
    hand.tap(place, wait=TouchConfig().second_tap_ms)
    assert asked == [intents.OpenPolls(), intents.OpenPoll("0")]


def test_choosing_quickly_on_one_page_is_no_second_tap(window: Window, hand: Hand, asked: list[object]) -> None:
    window.show_view(view_of("vote"))
    window.asked.connect(lambda _: window.show_view(view_of("vote", counted="Sie haben 1 Antwort gewählt.")))
    hand.tap(hand.middle_of(intents.Choose("raised-beds")))
    hand.tap(hand.middle_of(intents.Choose("fruit-trees")), wait=60)
    assert asked == [intents.Choose("raised-beds"), intents.Choose("fruit-trees")]


def test_two_equal_digits_of_a_pin_are_no_second_tap(window: Window, hand: Hand, asked: list[object]) -> None:
    window.show_view(view_of("staff_pin"))
    for wait in (SETTLE_MS, 60):
        hand.tap(hand.middle_of(intents.TypeDigit("1")), wait=wait)
    assert asked == [intents.TypeDigit("1")] * 2


def test_a_finger_that_slides_away_does_nothing(window: Window, hand: Hand, asked: list[object]) -> None:
    hand.now_ms += SETTLE_MS
    hand.send(QEvent.Type.MouseButtonPress, hand.middle_of(intents.OpenPolls()))
    hand.now_ms += 100
    hand.send(QEvent.Type.MouseButtonRelease, hand.middle_of(intents.OpenReport()))
    assert asked == []


def test_held_keys_act_once(window: Window, asked: list[object]) -> None:
    tile = window.findChild(Tile, repr(intents.OpenPolls()))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        asked.clear()
        QTest.keyPress(tile, key)
        for _ in range(3):
            QCoreApplication.sendEvent(tile, repeated(key))
        QTest.keyRelease(tile, key)
        assert asked == [intents.OpenPolls()]


def repeated(key: Qt.Key) -> QEvent:
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True)


def test_every_touch_and_key_is_told_even_if_it_does_not_act(qtbot: QtBot, window: Window, hand: Hand) -> None:
    for touch in (
        lambda: hand.tap(QPoint(5, 500), ms=1),
        lambda: QTest.keyClick(window.windowHandle(), Qt.Key.Key_Up),
    ):
        with qtbot.waitSignal(window.touched):
            touch()


def test_the_focus_is_on_nothing_until_a_key_is_used(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    assert window.focusWidget() is window
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert hand_focus(window) == repr(intents.OpenLanguages())


def hand_focus(window: Window) -> str:
    focused = window.focusWidget()
    return focused.objectName() if focused is not None else ""


@pytest.mark.parametrize(
    "other", [Profile(size=TextSize.EXTRA), Profile(theme=Theme.SOFT), Profile(size=TextSize.SMALL)], ids=repr
)
def test_another_look_keeps_page_and_focus(window: Window, hand: Hand, qtbot: QtBot, other: Profile) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_view(sample_views("de", Profile(size=TextSize.LARGE))["vote"])
    before = hand.shown
    last = before.findChild(Tile, repr(intents.Choose("long")))
    last.setFocus()
    assert before.page.pages.page > 0
    window.show_view(sample_views("de", other)["vote"])
    assert hand.shown is not before
    assert hand_focus(window) == repr(intents.Choose("long"))
    assert hand.shown.page.pages.shows(hand.shown.findChild(Tile, repr(intents.Choose("long"))))


def test_the_same_kind_of_view_keeps_its_screen(window: Window, hand: Hand) -> None:
    window.show_view(view_of("vote"))
    shown = hand.shown
    window.show_view(view_of("vote", notice="Bitte wählen Sie."))
    assert hand.shown is shown and shown.page.notice.text() == "Bitte wählen Sie."


def test_screens_are_thrown_away_with_all_that_was_on_them(window: Window) -> None:
    def widgets() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(window.findChildren(QWidget))

    counts: list[list[int]] = []
    for _ in range(3):
        counts.append([])
        for view in sample_views("de").values():
            window.show_view(view)
            counts[-1].append(widgets())
    assert counts[0] == counts[1] == counts[2]
    assert len(window.findChildren(Screen)) == 1


def test_no_text_of_the_person_before_stays(window: Window) -> None:
    window.show_view(view_of("receipt", code="GEHE-IM", qr="GEHEIM"))
    window.show_view(view_of("goodbye"))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    texts = [widget.accessibleName() for widget in window.findChildren(QWidget)]
    assert texts and not [text for text in texts if "GEHE" in text]
    gc.collect()
    texts = [lines.text for lines in gc.get_objects() if isinstance(lines, SetText)]
    assert texts and not [text for text in texts if "GEHE" in text]


def test_only_staff_close_it(window: Window) -> None:
    assert not window.close() and window.isVisible()
    window.allow_closing()
    assert window.close() and not window.isVisible()


def test_it_covers_the_screen_and_has_no_menu(window: Window) -> None:
    assert window.geometry() == SCREEN and window.isFullScreen()
    assert window.windowTitle() == "Mitmachstation"
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert window.contextMenuPolicy() == Qt.ContextMenuPolicy.NoContextMenu
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
    QCoreApplication.sendEvent(window, event)
    assert window.findChildren(QWidget, "qt_menu") == []


@pytest.mark.parametrize("pointer", [True, False])
def test_the_pointer_is_hidden_where_fingers_point(qtbot: QtBot, pointer: bool) -> None:
    made = Window(build_screen, px_per_mm=4, pointer=pointer)
    qtbot.addWidget(made, before_close_func=lambda _: made.allow_closing())
    assert (made.cursor().shape() == Qt.CursorShape.BlankCursor) is not pointer


def test_a_display_of_another_size_is_another_look(window: Window, hand: Hand) -> None:
    window.resize(1920, 1080)
    assert hand.shown.look.metrics.landscape
    assert hand.shown.geometry() == QRect(0, 0, 1920, 1080)


@pytest.mark.parametrize(
    ("view", "name"),
    [(HomeView, "home"), (VoteReviewView, "vote_review"), (ReceiptView, "receipt"), (VoteView, "vote")],
)
def test_a_screen_has_the_name_of_its_view(view: type[View], name: str) -> None:
    assert screen_name(view) == name


def test_a_view_without_a_screen_is_a_mistake(window: Window) -> None:
    class NowhereView(View):
        pass

    with pytest.raises(LookupError, match="NowhereView"):
        window.show_view(NowhereView(sample_views("de")["home"].frame, "?"))


def test_a_screen_is_registered_under_its_own_name_only() -> None:
    register: Callable[[type[Screen]], type[Screen]] = screen("home", HomeView)
    with pytest.raises(ValueError, match="registered twice"):
        register(Screen)
    with pytest.raises(ValueError, match="not 'house'"):
        screen("house", HomeView)(Screen)


WRITING = {
    "code": CodeView(frame(), "Ihr Code", limit=30, field_name="Code", keys={"backspace": "Löschen"}),
    "look up": LookUpView(frame(), "Nachsehen", limit=30, field_name="Code", keys={"backspace": "Löschen"}),
    "description": DescriptionView(
        frame(),
        "Was ist?",
        field_name="Text",
        keys=dict.fromkeys(("space", "backspace", "shift", "digits", "letters", "order"), "Taste"),
    ),
}


@pytest.mark.parametrize("view", WRITING.values(), ids=WRITING.keys())
def test_after_a_button_was_touched_a_real_keyboard_and_a_scanner_still_write(
    hand: Hand, window: Window, view: DescriptionView
) -> None:
    window.show_view(view)
    typed: list[str] = []

    def as_the_conductor_does(intent: intents.Intent) -> None:
        if isinstance(intent, intents.TypeCode | intents.Describe):
            typed.append(intent.text)
            window.show_view(replace(view, text=intent.text))

    window.asked.connect(as_the_conductor_does)
    button = hand.shown.findChild(Tile, repr(view.frame.main.intent))
    hand.tap(button.mapTo(window, button.rect().center()))
    window.show_view(replace(view, notice="Da fehlt noch etwas."))
    for key in (Qt.Key.Key_7, Qt.Key.Key_A, Qt.Key.Key_Backspace):
        QTest.keyClick(window.focusWidget() or window, key)
    assert [text.upper() for text in typed] == ["7", "7A", "7"]
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Down)
    assert typed[3:] == []
