"""Typing a code: by tapping keys, by a real keyboard, in groups that come by themselves, from left to right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from accessibility.controls import controls_of
from accessibility.profile import TextSize
from accessibility.speech import spelled
from kiosk.lookup.rules import grouped
from kiosk.screens import build_screen
from kiosk.screens.look_up import LookUpScreen
from kiosk.viewmodel.intents import TypeCode
from kiosk.viewmodel.views import LookUpView
from kiosk.widgets.entry.keyboard_layouts import CODES, KeyFunction
from sync.protocol.lookup_codes import MOST_CHARACTERS, clean_code
from tests.kiosk.widgets.entry.test_keyboard import tap
from tests.kits.looks import DISPLAYS, frame, look

TRACKER = "K7QF-2M3A-XW5T-PJ4C-6RBD"


def code_view(text: str = "", **changes) -> LookUpView:
    view = LookUpView(frame(), "Welchen Code?", text=text, limit=32, field_name="Code", keys={"backspace": "Löschen"})
    return replace(view, **changes)


def shown(qtbot, view: LookUpView, *, width: int = 1080, height: int = 1920, px_per_mm: float = 4.03) -> LookUpScreen:
    screen = build_screen(view, look(view.frame, width=width, height=height, px_per_mm=px_per_mm))
    assert isinstance(screen, LookUpScreen)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    # As the conductor does.
    screen.asked.connect(
        lambda intent: (
            screen.show_view(replace(screen.view, text=grouped(clean_code(intent.text))))
            if isinstance(intent, TypeCode)
            else None
        )
    )
    return screen


def put_caret(screen: LookUpScreen, place: int) -> None:
    paper = screen.writing.field._paper
    caret = paper.textCursor()
    caret.setPosition(place)
    paper.setTextCursor(caret)


def test_a_tracker_is_typed_by_tapping_keys_and_stands_there_in_groups(qtbot):
    screen = shown(qtbot, code_view())
    for sign in TRACKER.replace("-", ""):
        tap(screen.writing.keyboard, sign)
    assert screen.writing.field.text == TRACKER
    assert screen.spoken_content() == ("Code", spelled(TRACKER))


def test_taking_back_goes_over_the_borders_of_groups(qtbot):
    screen = shown(qtbot, code_view("K7QF-2"))
    seen = []
    for _ in range(3):
        tap(screen.writing.keyboard, KeyFunction.BACKSPACE)
        seen.append(screen.writing.field.text)
    assert seen == ["K7QF", "K7Q", "K7"]


def test_a_slip_in_the_middle_is_mended_where_it_is(qtbot):
    screen = shown(qtbot, code_view("K7QX-2M3A"))
    put_caret(screen, 4)
    tap(screen.writing.keyboard, KeyFunction.BACKSPACE)
    assert screen.writing.field.text == "K7Q2-M3A"
    tap(screen.writing.keyboard, "F")
    assert screen.writing.field.text == "K7QF-2M3A"
    assert screen.writing.field.text_before_caret == "K7QF"


def test_from_behind_a_border_taking_back_never_sticks(qtbot):
    screen = shown(qtbot, code_view("K7QF-2M3A"))
    put_caret(screen, 5)
    tap(screen.writing.keyboard, KeyFunction.BACKSPACE)
    tap(screen.writing.keyboard, KeyFunction.BACKSPACE)
    assert screen.writing.field.text == "K7Q2-M3A"


def test_a_real_keyboard_writes_too_in_small_letters_and_with_dashes(qtbot):
    screen = shown(qtbot, code_view())
    QTest.keyClicks(screen, "k7qf-2m")
    assert screen.writing.field.text == "K7QF-2M"
    QTest.keyClick(screen, Qt.Key.Key_Backspace)
    assert screen.writing.field.text == "K7QF-2"


def test_more_than_the_longest_code_does_not_fit(qtbot):
    screen = shown(qtbot, code_view())
    for _ in range(MOST_CHARACTERS + 3):
        tap(screen.writing.keyboard, "A")
    assert screen.writing.field.text == grouped("A" * MOST_CHARACTERS)


def test_the_keys_are_all_that_codes_are_made_of_and_backspace(qtbot):
    keys = shown(qtbot, code_view()).writing.keyboard.keys
    assert "".join(key.cap.puts for key in keys) == CODES.alphabet
    assert [key.cap.act for key in keys if key.cap.act] == [KeyFunction.BACKSPACE]
    assert all(key.accessibleName() for key in keys)


def test_in_arabic_too_code_and_keys_run_from_left_to_right_and_switches_offer_them_so(qtbot):
    screen = shown(qtbot, code_view("471 118", frame=frame(language="ar", rtl=True)))
    places = {key.cap.puts: key.geometry().center() for key in screen.writing.keyboard.keys}
    assert places["1"].x() < places["2"].x() < places["0"].x()
    assert places["A"].x() < places["J"].x()
    setting = screen.writing.field._paper.document().defaultTextOption()
    assert setting.textDirection() is Qt.LayoutDirection.LeftToRight
    lines = [[name for name, _ in group] for group in controls_of(screen).groups() if len(group) > 5]
    assert lines[0] == [f"key:{digit}" for digit in "1234567890"]
    assert lines[1] == [f"key:{letter}" for letter in "ABCDEFGHIJ"]


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("display", DISPLAYS)
@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080)])
def test_the_whole_code_is_seen_at_once_in_every_size(qtbot, size, display, width, height):
    view = code_view(grouped("MWQGMWOHNMGQW4ADKMWB"), frame=frame(size=size))
    screen = shown(qtbot, view, width=width, height=height, px_per_mm=DISPLAYS[display])
    paper = screen.writing.field._paper
    assert paper.verticalScrollBar().maximum() == 0
    assert paper.cursorRect().bottom() <= paper.viewport().height()
