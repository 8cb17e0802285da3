"""Typing a participation code: with fewer keys, in the groups of the card, and seen whole in every size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from accessibility.profile import TextSize
from accessibility.speech import spelled
from kiosk.screens import build_screen
from kiosk.screens.code import CodeScreen
from kiosk.viewmodel.intents import TypeCode
from kiosk.viewmodel.views import CodeView
from kiosk.voting.participation_code import MOST_CHARACTERS, clean_code, grouped
from kiosk.widgets.entry.keyboard_layouts import PARTICIPATION_CODES, KeyFunction
from sync.protocol.encoding import CROCKFORD
from sync.protocol.participation_codes import ParticipationCode
from tests.kiosk.widgets.entry.test_keyboard import tap
from tests.kits.looks import DISPLAYS, frame, look

CODE = ParticipationCode("MWQGMW0HNMGQW4AD").typed()


def code_view(text: str = "", **changes) -> CodeView:
    keys = {"backspace": "Löschen"}
    view = CodeView(
        frame(),
        "Ihr Code",
        text=text,
        limit=MOST_CHARACTERS + MOST_CHARACTERS // 4,
        field_name="Teilnahmecode",
        keys=keys,
    )
    return replace(view, **changes)


def shown(qtbot, view: CodeView, *, width: int = 1080, height: int = 1920, px_per_mm: float = 4.03) -> CodeScreen:
    screen = build_screen(view, look(view.frame, width=width, height=height, px_per_mm=px_per_mm))
    assert isinstance(screen, CodeScreen)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()

    def as_the_conductor_does(intent):
        assert isinstance(intent, TypeCode)
        screen.show_view(replace(screen.view, text=grouped(clean_code(intent.text))))

    screen.asked.connect(as_the_conductor_does)
    return screen


def test_the_keys_are_what_these_codes_are_made_of_and_backspace(qtbot):
    keys = shown(qtbot, code_view()).writing.keyboard.keys
    assert {key.cap.puts for key in keys if key.cap.puts} == set(CROCKFORD) == set(PARTICIPATION_CODES.alphabet)
    assert [key.cap.act for key in keys if key.cap.act] == [KeyFunction.BACKSPACE]


def test_it_is_typed_by_tapping_keys_and_stands_there_as_on_the_card(qtbot):
    screen = shown(qtbot, code_view())
    for sign in CODE.replace("-", ""):
        tap(screen.writing.keyboard, sign)
    assert screen.writing.field.text == CODE
    tap(screen.writing.keyboard, KeyFunction.BACKSPACE)
    assert screen.writing.field.text == CODE[:-1]
    tap(screen.writing.keyboard, CODE[-1])
    tap(screen.writing.keyboard, "7")
    assert clean_code(screen.writing.field.text) == CODE.replace("-", "") + "7"


def test_a_scanner_types_what_stands_before_the_code_too(qtbot):
    screen = shown(qtbot, code_view())
    QTest.keyClicks(screen.writing.field.focusProxy(), f"mitmach:code:{CODE}")
    assert screen.writing.field.text == CODE
    screen.writing.field.show_text("")
    screen.writing.field.put(f"MITMACH:CODE:{CODE}")
    assert screen.writing.field.text == CODE


def test_it_is_read_letter_by_letter_with_what_is_missing(qtbot):
    screen = shown(qtbot, code_view("7M4K-Q", room="Es fehlen noch 12 Zeichen."))
    assert screen.spoken_content() == ("Teilnahmecode", spelled("7M4K-Q"), "Es fehlen noch 12 Zeichen.")


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("display", DISPLAYS)
@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080)])
def test_the_whole_code_is_seen_at_once_in_every_size(qtbot, size, display, width, height):
    view = code_view(CODE, frame=frame(size=size))
    screen = shown(qtbot, view, width=width, height=height, px_per_mm=DISPLAYS[display])
    paper = screen.writing.field._paper
    assert paper.verticalScrollBar().maximum() == 0
    assert paper.cursorRect().bottom() <= paper.viewport().height()
