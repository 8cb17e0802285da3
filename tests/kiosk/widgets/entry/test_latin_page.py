"""Streets and names are written with Latin letters here, whatever script a person writes in."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from accessibility.metrics import TARGET_MM
from accessibility.profile import TextSize
from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.entry.keyboard_layouts import LAYOUTS, KeyFunction
from tests.kiosk.widgets.entry.test_keyboard import face, key_for, shown, tap
from tests.kits.looks import DISPLAYS, frame, look

OTHER_SCRIPTS = ("uk", "ru", "ar")
WIDTH = 980


def keyboard_of(qtbot: QtBot, language: str, *, size: TextSize = TextSize.DEFAULT, px_per_mm: float = 4.03) -> Keyboard:
    seen = look(frame(size=size, language=language, rtl=language == "ar"), px_per_mm=px_per_mm)
    made = Keyboard(LAYOUTS[language], {}, seen)
    qtbot.addWidget(made)
    made.resize(WIDTH, made.heightForWidth(WIDTH))
    made.show()
    return made


def written(keyboard: Keyboard, text: str) -> str:
    """What comes of touching the keys for this text, as the keyboard offers them."""
    typed: list[str] = []
    keyboard.typed.connect(lambda sign: (typed.append(sign), keyboard.follow("".join(typed))))
    for letter in text:
        if letter == " ":
            tap(keyboard, KeyFunction.SPACE)
            continue
        if letter not in {key.text() for key in keyboard.keys}:
            tap(keyboard, KeyFunction.SHIFT)
        tap(keyboard, letter.lower())
    return "".join(typed)


@pytest.mark.parametrize("language", OTHER_SCRIPTS)
@pytest.mark.parametrize("size", [TextSize.DEFAULT, TextSize.EXTRA])
@pytest.mark.parametrize("px_per_mm", DISPLAYS.values(), ids=DISPLAYS)
def test_a_german_street_can_be_written_on_every_display(qtbot, language, size, px_per_mm):
    keyboard = keyboard_of(qtbot, language, size=size, px_per_mm=px_per_mm)
    keyboard.follow("")
    tap(keyboard, KeyFunction.LATIN)
    assert written(keyboard, "Lange Straße") == "Lange Straße"
    least = TARGET_MM * px_per_mm
    assert all(min(face(key).width(), face(key).height()) >= least - 1 for key in keyboard.keys)


@pytest.mark.parametrize("language", OTHER_SCRIPTS)
def test_the_way_back_is_where_the_way_there_was_and_leads_to_the_same_letters(qtbot, language):
    keyboard = keyboard_of(qtbot, language)
    before = shown(keyboard)
    there = face(key_for(keyboard, KeyFunction.LATIN))
    backspace = face(key_for(keyboard, KeyFunction.BACKSPACE)).center().x()
    tap(keyboard, KeyFunction.LATIN)
    back = face(key_for(keyboard, KeyFunction.OWN))
    assert there.contains(back.center())
    assert abs(face(key_for(keyboard, KeyFunction.BACKSPACE)).center().x() - backspace) <= there.width()
    tap(keyboard, KeyFunction.OWN)
    assert shown(keyboard) == before


@pytest.mark.parametrize(
    ("size", "px_per_mm", "neighbours"), [(TextSize.DEFAULT, 4.03, ("q", "w")), (TextSize.EXTRA, 5.56, ("a", "b"))]
)
def test_latin_letters_run_from_left_to_right_on_an_arabic_page_too(qtbot, size, px_per_mm, neighbours):
    """In the usual order, and in that of the alphabet where the usual one does not fit."""
    keyboard = keyboard_of(qtbot, "ar", size=size, px_per_mm=px_per_mm)
    tap(keyboard, KeyFunction.LATIN)
    left, right = (face(key_for(keyboard, letter)).center() for letter in neighbours)
    assert left.x() < right.x()
    assert abs(left.y() - right.y()) <= 1


def test_digits_lead_back_to_the_page_one_came_from(qtbot):
    keyboard = keyboard_of(qtbot, "ru")
    tap(keyboard, KeyFunction.LATIN)
    latin = shown(keyboard)
    tap(keyboard, KeyFunction.DIGITS)
    tap(keyboard, KeyFunction.LETTERS)
    assert shown(keyboard) == latin


@pytest.mark.parametrize("language", sorted(LAYOUTS.keys() - set(OTHER_SCRIPTS)))
def test_who_writes_with_latin_letters_has_no_such_key(qtbot, language):
    keyboard = keyboard_of(qtbot, language)
    assert not [key for key in keyboard.keys if key.cap.act in {KeyFunction.LATIN, KeyFunction.OWN}]
