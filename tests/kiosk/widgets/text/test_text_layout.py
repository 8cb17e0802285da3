"""Lines of text: which way they run, and scripts that need more height than the first font gives."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from kiosk.widgets.text.text_layout import SetText, runs_right_to_left
from kiosk.widgets.theme import font

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
