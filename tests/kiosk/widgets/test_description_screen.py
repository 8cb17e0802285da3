"""Writing what is wrong: by tapping keys, by a real keyboard, while views keep coming back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from accessibility.profile import TextSize
from kiosk.screens import build_screen
from kiosk.screens.description import DescriptionScreen
from kiosk.viewmodel.intents import Describe
from kiosk.viewmodel.views import DescriptionView
from kiosk.widgets.entry.keyboard_layouts import KeyFunction
from tests.kiosk.widgets.entry.test_keyboard import NAMES, tap
from tests.kits.looks import frame, look


def description(**changes) -> DescriptionView:
    view = DescriptionView(
        frame(),
        "Was ist dort los?",
        "Ein kurzer Satz genügt.",
        field_name="Beschreibung",
        limit=100,
        keys=NAMES,
    )
    return replace(view, **changes)


def shown(qtbot, view: DescriptionView, *, width: int = 1080, height: int = 1920) -> DescriptionScreen:
    screen = build_screen(view, look(view.frame, width=width, height=height))
    assert isinstance(screen, DescriptionScreen)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    return screen


def type_on(screen: DescriptionScreen, text: str) -> None:
    """Tap the keys one after the other; for every intent the view comes back as from the conductor."""
    keyboard = screen.writing.keyboard
    for character in text:
        if character == " ":
            tap(keyboard, KeyFunction.SPACE)
            continue
        key = next(key for key in keyboard.keys if key.cap.puts == character.lower())
        if key.text() != character:
            tap(keyboard, KeyFunction.SHIFT)
        tap(keyboard, character.lower())


def test_a_greeting_is_typed_by_tapping_keys(qtbot):
    screen = shown(qtbot, description())
    asked: list[Describe] = []
    screen.asked.connect(lambda intent: (asked.append(intent), screen.show_view(description(text=intent.text))))
    type_on(screen, "Schöne Grüße")
    assert asked[-1] == Describe("Schöne Grüße")
    assert len(asked) == len("Schöne Grüße")
    tap(screen.writing.keyboard, KeyFunction.BACKSPACE)
    assert asked[-1] == Describe("Schöne Grüß")


def test_in_the_order_of_the_alphabet_too(qtbot):
    screen = shown(qtbot, description())
    tap(screen.writing.keyboard, KeyFunction.ORDER)
    type_on(screen, "Schöne Grüße")
    assert screen.writing.field.text == "Schöne Grüße"


def test_a_view_with_what_was_typed_does_not_disturb(qtbot):
    screen = shown(qtbot, description())
    type_on(screen, "Ml")
    paper = screen.writing.field._paper
    cursor = paper.textCursor()
    cursor.setPosition(1)
    paper.setTextCursor(cursor)
    screen.show_view(description(text="Ml"))
    type_on(screen, "ü")
    assert screen.writing.field.text == "Mül"


def test_no_view_that_comes_back_is_told_again(qtbot):
    screen = shown(qtbot, description())
    with qtbot.assertNotEmitted(screen.asked):
        screen.show_view(description(text="von vorhin"))
    assert screen.writing.field.text == "von vorhin"


def test_letters_of_a_real_keyboard_reach_the_field_from_every_button(qtbot):
    screen = shown(qtbot, description())
    button = screen.page.ways.tiles[0]
    QTest.keyClicks(button, "Laub")
    QTest.keyClick(button, Qt.Key.Key_Backspace)
    assert screen.writing.field.text == "Lau"


def test_room_is_told_near_the_limit(qtbot):
    screen = shown(qtbot, description(room="Noch Platz für 12 Zeichen"))
    assert screen.page.counted.text() == "Noch Platz für 12 Zeichen"


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080)])
def test_the_keyboard_never_covers_the_field_and_both_are_seen_whole(qtbot, size, width, height):
    screen = shown(qtbot, description(frame=frame(size=size)), width=width, height=height)
    field, keyboard = screen.writing.field, screen.writing.keyboard
    assert screen.page.pages.count == 1
    assert not field.geometry().intersects(keyboard.geometry())
    assert field.height() >= field.height_of(2)
    for part in (field, keyboard):
        assert screen.page.pages.shows(part)


def test_a_long_explanation_gives_way_to_the_keyboard_but_is_read_aloud(qtbot):
    long = "Bitte schreiben Sie in kurzen Sätzen, was Sie gesehen haben, und wo genau es liegt. " * 9
    screen = shown(qtbot, description(frame=frame(size=TextSize.EXTRA), explanation=long))
    assert screen.page.pages.count == 1
    assert screen.page.explanation.text() == ""
    assert long in screen.spoken()
    screen.show_view(description(frame=frame(size=TextSize.EXTRA), explanation=long, text="M"))
    assert screen.page.pages.count == 1


def test_with_larger_type_the_keys_stay_in_the_order_that_was_chosen(qtbot):
    before = shown(qtbot, description())
    tap(before.writing.keyboard, KeyFunction.ORDER)
    after = shown(qtbot, description(frame=frame(size=TextSize.LARGE)))
    after.resume(before)
    assert after.writing.keyboard.keys[1].cap.puts == "b"
    assert after.look != before.look
