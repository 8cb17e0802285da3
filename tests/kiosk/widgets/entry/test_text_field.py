"""The text field: what gets in, what never gets out, and that nobody is caught in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from kiosk.widgets.entry.text_field import TextField
from tests.kits.looks import frame, look


@pytest.fixture
def field(qtbot):
    made = TextField("Beschreibung", look(), limit=60)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def paper(field: TextField) -> QPlainTextEdit:
    return field.findChild(QPlainTextEdit)


def test_a_real_keyboard_writes(field, qtbot):
    with qtbot.waitSignal(field.changed) as said:
        QTest.keyClicks(paper(field), "Laub")
    assert field.text == "Laub"
    assert said.args == ["L"]
    QTest.keyClick(paper(field), Qt.Key.Key_Backspace)
    assert field.text == "Lau"


def test_umlauts_put_together_from_two_keys_are_written(field):
    event = QInputMethodEvent()
    event.setCommitString("é")
    QApplication.sendEvent(paper(field), event)
    assert field.text == "é"


def test_a_held_key_writes_once(field):
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", repeated)
        QApplication.sendEvent(paper(field), event)
    assert field.text == "a"


def test_no_more_gets_in_than_the_limit(field):
    field.put("x" * 59)
    field.put("yz")
    assert field.text == "x" * 59 + "y"
    field.put("z")
    assert len(field.text) == 60


FAMILY, FLAG, HEART = "👩‍👩‍👧", "🇩🇪", "❤️"


@pytest.mark.parametrize("sign", [FAMILY, FLAG, HEART, "🌳", "e\u0301", "ب\u064e", "🏴\U000e0067\U000e0062\U000e007f"])
def test_a_sign_put_together_of_several_characters_comes_and_goes_whole(field, sign):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign)
    QApplication.sendEvent(paper(field), event)
    assert field.text == sign == field.text_before_caret
    field.put("x")
    assert field.text == f"{sign}x"
    field.erase()
    field.erase()
    assert field.text == ""


@pytest.mark.parametrize("room", range(6))
def test_at_the_limit_no_sign_is_cut_in_two(qtbot, room):
    field = TextField("Beschreibung", look(), limit=3 + room)
    qtbot.addWidget(field)
    field.put("abc" + FAMILY)
    assert field.text == ("abc" + FAMILY if room >= len(FAMILY) else "abc")


def test_the_caret_stays_where_it_is_behind_signs_of_several_characters(field):
    field.put(f"{FLAG} und {FAMILY} Laub")
    cursor = paper(field).textCursor()
    cursor.movePosition(cursor.MoveOperation.PreviousCharacter, n=5)
    paper(field).setTextCursor(cursor)
    assert field.text_before_caret == f"{FLAG} und {FAMILY}"
    field.put("y", instead_of=len(FAMILY))
    assert field.text == f"{FLAG} und y Laub"
    field.show_text(f"{FAMILY}{FLAG}")
    assert field.text_before_caret == f"{FAMILY}{FLAG}"
    field.put("!")
    assert field.text == f"{FAMILY}{FLAG}!"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2003", "\u3000"])
def test_every_kind_of_space_is_one(field, space):
    field.put("am")
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, space)
    QApplication.sendEvent(paper(field), event)
    field.put("Tor")
    assert field.text == "am Tor"


@pytest.mark.parametrize("text", ["\t", "\r", "\x1b", "\x7f", "\u202e", "\u200b", ""])
def test_what_is_no_text_writes_nothing(field, text):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text)
    paper(field).keyPressEvent(event)
    assert not event.isAccepted() and field.text == ""


def test_lines_are_not_broken_by_hand(field):
    field.put("eins\nzwei")
    QTest.keyClick(paper(field), Qt.Key.Key_Return)
    assert field.text == "eins zwei"


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return])
def test_keys_that_move_the_focus_are_passed_on(field, key):
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    paper(field).keyPressEvent(event)
    assert not event.isAccepted()


def test_tab_leaves_the_field(field):
    assert paper(field).tabChangesFocus()


def test_nothing_is_copied_and_nothing_pasted(field):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("aus der Zwischenablage")
    field.put("geheim")
    QTest.keyClick(paper(field), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text == "geheim"
    QTest.keyClick(paper(field), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(paper(field), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(paper(field).viewport(), Qt.MouseButton.MiddleButton)
    assert clipboard.text() == "aus der Zwischenablage"
    assert field.text == "geheim"
    clipboard.clear()


def test_nothing_is_marked_by_dragging(field):
    field.put("ein ganzer Satz")
    viewport = paper(field).viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(2, 10))
    QTest.mouseMove(viewport, QPoint(300, 10))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, 10))
    assert not paper(field).textCursor().hasSelection()


def test_nothing_can_be_dropped_into_it_and_there_is_no_menu(field):
    assert not paper(field).acceptDrops()
    assert not paper(field).viewport().acceptDrops()
    assert paper(field).contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    assert not paper(field).isUndoRedoEnabled()
    assert QMimeData().text() == ""


def test_showing_the_same_text_leaves_the_caret_where_it_is(field):
    field.put("ein Satz")
    paper(field).textCursor()
    cursor = paper(field).textCursor()
    cursor.setPosition(3)
    paper(field).setTextCursor(cursor)
    field.show_text("ein Satz")
    assert field.text_before_caret == "ein"
    field.show_text("ein anderer Satz")
    assert field.text_before_caret == "ein anderer Satz"


def test_a_tap_puts_the_caret_and_writing_goes_on_there(field):
    field.put("Mll")
    cursor = paper(field).textCursor()
    cursor.setPosition(1)
    place = paper(field).cursorRect(cursor).center()
    QTest.mouseClick(paper(field).viewport(), Qt.MouseButton.LeftButton, pos=place)
    field.put("ü")
    assert field.text == "Müll"


def test_it_scrolls_to_what_is_being_written_and_back_by_taps(qtbot):
    field = TextField("Beschreibung", look(), limit=1000)
    qtbot.addWidget(field)
    field.resize(500, field.height_of(3))
    field.show()
    field.put("Wort " * 60)
    caret = paper(field).cursorRect()
    assert paper(field).viewport().rect().contains(caret.center())
    assert paper(field).verticalScrollBar().value() > 0
    for _ in range(60):
        QTest.mouseClick(paper(field).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 3))
    assert paper(field).verticalScrollBar().value() == 0


def test_nothing_moves_sideways_for_a_space_at_the_end_of_a_line(qtbot):
    """Whatever the width: somewhere a line is full and only its space has no room any more."""
    for width in range(400, 430, 2):
        field = TextField("Beschreibung", look(), limit=100)
        qtbot.addWidget(field)
        field.show_text("Am Gehweg vor dem Haus liegt. ")
        field.resize(width, 300)
        field.show()
        qtbot.waitExposed(field)
        assert paper(field).horizontalScrollBar().maximum() == 0


def test_what_it_is_called_is_known_and_the_caret_is_seen(field):
    assert paper(field).accessibleName() == "Beschreibung"
    before = field.grab().toImage()
    field.put("    ")
    assert field.grab().toImage() != before


def test_written_from_the_right_the_text_starts_at_the_right(qtbot):
    field = TextField("وصف", look(frame(rtl=True, language="ar")), limit=100)
    qtbot.addWidget(field)
    field.resize(700, 300)
    field.show()
    field.put("شارع")
    assert paper(field).cursorRect().x() > 350


@pytest.mark.parametrize("height", [130, 170, 211, 300])
def test_a_field_of_any_height_shows_whole_lines_and_the_one_that_is_written(field, height):
    field.resize(420, height)
    field.show_text("Laub liegt auf dem Weg und keiner kehrt es")
    sheet = paper(field)
    line = sheet.cursorRect().height()
    assert (sheet.viewport().height() - 1) % line == 0
    assert sheet.viewport().rect().contains(sheet.cursorRect().center())
    assert sheet.viewport().rect().bottom() >= sheet.cursorRect().bottom()


def test_a_field_is_high_enough_for_arabic_letters(qtbot):
    arabic = TextField("كلمة", look(frame(language="ar", rtl=True)), limit=60)
    qtbot.addWidget(arabic)
    arabic.resize(700, arabic.height_of(1))
    arabic.show()
    arabic.show_text("مصباح الشارع")
    sheet = paper(arabic)
    assert sheet.cursorRect().height() <= sheet.viewport().height()


@pytest.mark.parametrize(
    ("typed", "first_on_the_left"),
    [("0381 381 0", True), ("amt@stadt.example 5", True), ("شارع 12", False)],
)
def test_in_arabic_a_number_or_an_address_keeps_the_order_of_its_parts(qtbot, typed, first_on_the_left):
    field = TextField("كلمة", look(frame(language="ar", rtl=True)), limit=60)
    qtbot.addWidget(field)
    field.resize(700, 300)
    field.show()
    field.put(typed)
    line = paper(field).document().firstBlock().layout().lineAt(0)
    first, last = (line.cursorToX(at)[0] for at in (0, len(typed) - 1))
    assert (first < last) == first_on_the_left
    assert max(first, last) > 600, "it stands where Arabic begins"
