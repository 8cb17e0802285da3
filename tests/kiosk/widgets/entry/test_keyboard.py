"""The keys under a finger: what they put, how large they are, what they are called."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from accessibility.metrics import GAP_MM, TARGET_MM
from accessibility.profile import TextSize
from kiosk.widgets.entry.key import KeyButton
from kiosk.widgets.entry.keyboard import Keyboard, starts_sentence
from kiosk.widgets.entry.keyboard_layouts import ENGLISH, GERMAN, KeyFunction
from tests.kits.looks import DISPLAYS, frame, look
from tests.kits.waiting import PATIENCE_MS

NAMES = {
    "space": "Leerzeichen",
    "backspace": "Löschen",
    "shift": "Großbuchstabe",
    "digits": "Ziffern und Zeichen",
    "letters": "Buchstaben",
    "order": "Andere Reihenfolge",
    ".": "Punkt",
}


@pytest.fixture
def keyboard(qtbot):
    made = Keyboard(GERMAN, NAMES, look())
    qtbot.addWidget(made)
    made.resize(980, made.heightForWidth(980))
    made.show()
    return made


def key_for(keyboard: Keyboard, what: str | KeyFunction) -> KeyButton:
    wanted = [key for key in keyboard.keys if what in {key.cap.act, key.cap.puts}]
    assert len(wanted) == 1, what
    return wanted[0]


def tap(keyboard: Keyboard, what: str | KeyFunction) -> None:
    QTest.mouseClick(key_for(keyboard, what), Qt.MouseButton.LeftButton)


def face(key: KeyButton) -> QRect:
    """Where the key is painted and pressed, in the keyboard's pixels."""
    return key._key().translated(key.pos())


def shown(keyboard: Keyboard) -> list[str]:
    return [key.text() for key in keyboard.keys if key.cap.puts]


def test_the_first_letter_is_a_capital_and_the_next_is_not(keyboard, qtbot):
    typed: list[str] = []
    keyboard.typed.connect(lambda text: (typed.append(text), keyboard.follow("".join(typed))))
    for letter in "straße":
        tap(keyboard, letter)
    assert "".join(typed) == "Straße"


def test_shift_is_for_one_letter(keyboard):
    keyboard.follow("ein ")
    assert "q" in shown(keyboard)
    tap(keyboard, KeyFunction.SHIFT)
    assert "Q" in shown(keyboard)
    assert key_for(keyboard, KeyFunction.SHIFT).isChecked()
    with pytest.raises(AssertionError):
        assert "q" in shown(keyboard)
    keyboard.follow("ein H")
    assert "q" in shown(keyboard)
    assert not key_for(keyboard, KeyFunction.SHIFT).isChecked()


def test_sharp_s_is_one_character_also_with_shift(keyboard, qtbot):
    with qtbot.waitSignal(keyboard.typed) as said:
        tap(keyboard, "ß")
    assert said.args == ["ß"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("", True),
        ("   ", True),
        ("Da liegt Müll", False),
        ("Da liegt Müll.", False),
        ("Da liegt Müll. ", True),
        ("Wirklich? ", True),
        ("Müll, ", False),
    ],
)
def test_a_sentence_begins_after_the_end_of_the_last(text, begins):
    assert starts_sentence(text) is begins


def test_digits_and_back(keyboard, qtbot):
    tap(keyboard, KeyFunction.DIGITS)
    with qtbot.waitSignal(keyboard.typed) as said:
        tap(keyboard, "7")
    assert said.args == ["7"]
    tap(keyboard, KeyFunction.LETTERS)
    assert "Q" in shown(keyboard)


def test_the_order_changes_and_changes_back(keyboard):
    assert shown(keyboard)[:6] == list("QWERTZ")
    order = key_for(keyboard, KeyFunction.ORDER)
    assert order.text() == "ABC"
    tap(keyboard, KeyFunction.ORDER)
    assert shown(keyboard)[:6] == list("ABCDEF")
    assert key_for(keyboard, KeyFunction.ORDER).text() == "QWERTZ"
    tap(keyboard, KeyFunction.ORDER)
    assert shown(keyboard)[:6] == list("QWERTZ")


def test_a_key_acts_when_the_finger_is_lifted_inside_it_and_only_then(keyboard):
    typed: list[str] = []
    keyboard.typed.connect(typed.append)
    key = key_for(keyboard, "g")
    middle = key.rect().center()
    QTest.mousePress(key, Qt.MouseButton.LeftButton, pos=middle)
    assert typed == []
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton, pos=middle + QPoint(400, 0))
    assert typed == []
    QTest.mouseClick(key, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))  # between two keys
    assert typed == []
    QTest.mouseClick(key, Qt.MouseButton.LeftButton, pos=middle)
    assert typed == ["G"]


def test_a_held_key_puts_one_character(keyboard):
    typed: list[str] = []
    keyboard.typed.connect(typed.append)
    key = key_for(keyboard, "g")
    assert not key.autoRepeat()
    QTest.mousePress(key, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton)
    assert typed == ["G"]


def test_backspace_asks_and_puts_nothing(keyboard, qtbot):
    with qtbot.assertNotEmitted(keyboard.typed), qtbot.waitSignal(keyboard.erased):
        tap(keyboard, KeyFunction.BACKSPACE)


def test_every_key_is_a_button_with_a_name(keyboard):
    for page in (KeyFunction.DIGITS, KeyFunction.LETTERS):
        for key in keyboard.keys:
            interface = QAccessible.queryAccessibleInterface(key)
            assert interface.text(QAccessible.Text.Name), key.cap
            wanted = QAccessible.Role.CheckBox if key.cap.act is KeyFunction.SHIFT else QAccessible.Role.Button
            assert interface.role() == wanted
        tap(keyboard, page)
    assert key_for(keyboard, "ä").accessibleName() == "Ä"
    assert key_for(keyboard, ".").accessibleName() == "Punkt"
    assert key_for(keyboard, KeyFunction.SPACE).accessibleName() == "Leerzeichen"


@pytest.mark.parametrize("letters", [GERMAN, ENGLISH])
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("px_per_mm", DISPLAYS.values(), ids=DISPLAYS)
def test_keys_are_as_large_and_as_far_apart_as_fingers_need(qtbot, letters, size, px_per_mm):
    """Upright, between the margins of the page, in both orders and on both pages (R20)."""
    shown_look = look(frame(size=size), px_per_mm=px_per_mm)
    metrics = shown_look.metrics
    keyboard = Keyboard(letters, NAMES, shown_look)
    qtbot.addWidget(keyboard)
    width = metrics.width - 2 * (metrics.margin - metrics.ring)
    keyboard.resize(width, keyboard.heightForWidth(width))
    keyboard.show()
    assert len(keyboard.keys[0].text()) == 1
    for turn in (KeyFunction.ORDER, KeyFunction.DIGITS, KeyFunction.LETTERS):
        faces = [face(key) for key in keyboard.keys]
        for place in faces:
            assert keyboard.rect().contains(place)
            assert min(place.width(), place.height()) / px_per_mm >= TARGET_MM
        for index, one in enumerate(faces):
            for other in faces[index + 1 :]:
                across = max(one.left(), other.left()) - min(one.right(), other.right()) - 1
                down = max(one.top(), other.top()) - min(one.bottom(), other.bottom()) - 1
                assert max(across, down) / px_per_mm >= GAP_MM
        tap(keyboard, turn)


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("px_per_mm", DISPLAYS.values(), ids=DISPLAYS)
def test_what_stands_on_a_key_fits_on_it_and_is_never_smaller_than_the_text(qtbot, size, px_per_mm):
    shown_look = look(frame(size=size), px_per_mm=px_per_mm)
    metrics = shown_look.metrics
    keyboard = Keyboard(GERMAN, NAMES, shown_look)
    qtbot.addWidget(keyboard)
    width = metrics.width - 2 * (metrics.margin - metrics.ring)
    keyboard.resize(width, keyboard.heightForWidth(width))
    keyboard.show()
    for turn in (KeyFunction.ORDER, KeyFunction.ORDER, KeyFunction.DIGITS, KeyFunction.LETTERS):
        for key in keyboard.keys:
            for letters in key.text_rects():
                assert key._key().contains(letters), key.text()
                assert key.font_px >= metrics.text_px, key.text()
        tap(keyboard, turn)


def test_on_a_narrow_screen_all_letters_are_there_in_their_order(qtbot):
    keyboard = Keyboard(GERMAN, NAMES, look())
    qtbot.addWidget(keyboard)
    keyboard.resize(520, keyboard.heightForWidth(520))
    keyboard.show()
    assert "".join(shown(keyboard)).lower()[:30] == GERMAN.alphabet
    assert all(face(key).width() >= look().metrics.target for key in keyboard.keys)


def test_the_focus_stays_on_the_key_that_turns_the_page(keyboard, qtbot):
    keyboard.activateWindow()
    qtbot.waitUntil(keyboard.isActiveWindow, timeout=PATIENCE_MS)
    digits = key_for(keyboard, KeyFunction.DIGITS)
    digits.setFocus()
    QTest.keyClick(digits, Qt.Key.Key_Return)
    assert key_for(keyboard, KeyFunction.LETTERS).hasFocus()


def test_written_from_the_right_the_first_key_is_at_the_right(qtbot):
    keyboard = Keyboard(GERMAN, NAMES, look(frame(rtl=True)))
    qtbot.addWidget(keyboard)
    keyboard.resize(980, keyboard.heightForWidth(980))
    keyboard.show()
    assert keyboard.keys[0].x() > keyboard.keys[1].x()


def test_another_keyboard_goes_on_in_the_same_order(keyboard, qtbot):
    tap(keyboard, KeyFunction.ORDER)
    following = Keyboard(GERMAN, NAMES, look())
    qtbot.addWidget(following)
    following.resize(keyboard.size())
    following.show()
    following.resume(keyboard)
    assert shown(following)[:3] == list("ABC")
