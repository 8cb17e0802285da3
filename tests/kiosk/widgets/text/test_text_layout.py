"""Lines of text: which way they run, and scripts that need more height than the first font gives."""

import pytest
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from kiosk.widgets.text.text_layout import MOST_KEPT, SetText, runs_right_to_left, set_text
from kiosk.widgets.theme import font
from tests.kits.looks import frame, look

ARABIC = "التصويت على المشاريع في مدينتكم"


@pytest.mark.parametrize(
    ("text", "mirrored", "expected"),
    [
        ("Kurze Sätze. Einfache Wörter.", True, False),
        ("Kurze Sätze.", False, False),
        ("وسط منطقة Lütten Klein.", True, True),
        ("Lütten Klein وسط", True, True),
        (ARABIC, False, True),
        ("13.000", True, False),
        ("4711 1815 0123 4567", True, False),
        ("13.000", False, False),
        ("K7QF-2M3A", True, False),
        ("", True, True),
    ],
)
def test_a_text_wholly_in_foreign_letters_runs_its_own_way(text: str, mirrored: bool, expected: bool):
    assert runs_right_to_left(text, layout=mirrored) is expected


@pytest.mark.parametrize("text", [ARABIC, "Deutsch"])
def test_lines_begin_at_the_right_in_a_mirrored_layout(qtbot: QtBot, text: str):
    mirrored, plain = SetText(text, font(34), 900, right_to_left=True), SetText(text, font(34), 900)
    assert mirrored._layout.lineAt(0).naturalTextRect().right() == pytest.approx(900, abs=2)
    assert plain._layout.lineAt(0).naturalTextRect().left() == pytest.approx(0, abs=2)


@pytest.mark.parametrize("text", [ARABIC, "أجوبة بقي عالٍ صوّتم إ", "Ở Ẫ Ộ Ặ nhập gy", "Їжак щі", "Ąśćżźęn"])
@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_reaches_out_of_its_lines(qtbot: QtBot, text: str, bold: bool):
    face = font(100, bold=bold)
    lines = SetText(text, face, 100_000)
    baseline = lines._layout.lineAt(0).y() + lines._layout.lineAt(0).ascent()
    ink = QFontMetricsF(face).tightBoundingRect(text)
    assert baseline + ink.top() >= 0
    assert baseline + ink.bottom() <= lines.height


@pytest.mark.parametrize("text", ["أُضيفت صورة", "عُدّل النصّ أُخذت", "آ أَ إِ"])
@pytest.mark.parametrize("bold", [False, True])
def test_marks_above_marks_are_not_cut(qtbot: QtBot, text: str, bold: bool):
    lines = SetText(text, font(100, bold=bold), 2000)
    picture = QImage(2000, lines.height + 200, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    lines.draw(painter, 0, 100, "#000000")
    painter.end()
    inked = [y for y in range(picture.height()) if any(picture.pixel(x, y) & 0xFF < 128 for x in range(2000))]
    assert inked
    assert min(inked) >= 100
    assert max(inked) <= 100 + lines.height


@pytest.mark.parametrize("text", ["Nachbarschaftscafé", "Повседневность", "Przedsiębiorstwo"])
def test_a_word_that_has_to_be_torn_ends_its_line_with_a_hyphen(qtbot: QtBot, text: str):
    whole = SetText(text, font(40), 10_000)
    assert not whole.breaks_a_word
    torn = SetText(text, font(40), whole.widest * 2 // 3)
    assert torn.breaks_a_word  # whoever has a wider place for it is told
    assert len(torn.lines) > 1
    assert all(line.endswith("\u00ad") for line in torn.lines[:-1])
    assert "".join(torn.lines).replace("\u00ad", "") == text
    assert torn.text == text


def test_a_letter_that_has_no_room_is_told(qtbot: QtBot):
    assert SetText("3", font(40), 5).breaks_a_word
    assert not SetText("3", font(40), 60).breaks_a_word


def test_a_text_is_set_once_in_a_look_and_anew_in_whatever_makes_it_another(qtbot: QtBot):
    german, arabic = look(), look(frame(rtl=True))
    made = set_text("Eine Antwort", font(40), 300, german)
    assert set_text("Eine Antwort", font(40), 300, german) is made
    others = [
        set_text("Eine Antwort!", font(40), 300, german),
        set_text("Eine Antwort", font(41), 300, german),
        set_text("Eine Antwort", font(40, bold=True), 300, german),
        set_text("Eine Antwort", font(40), 301, german),
        set_text("Eine Antwort", font(40), 300, german, centred=True),
        set_text("Eine Antwort", font(40), 300, arabic),
        set_text("Eine Antwort", font(40), 300, look()),
    ]
    assert len({id(one) for one in (made, *others)}) == 8


def test_a_look_keeps_no_more_texts_than_a_page_may_have(qtbot: QtBot):
    used = look()
    for number in range(MOST_KEPT + 1):
        set_text(str(number % 10), font(12), number + 100, used)
    assert len(used.texts_set) == 1
