"""Every Vietnamese vowel with every tone can be written with the keys, and tones stand where readers expect them."""

from itertools import product
from unicodedata import normalize

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.entry.keyboard_layouts import VIETNAMESE
from kiosk.widgets.entry.text_entry import Writing
from kiosk.widgets.entry.text_field import TextField
from kiosk.widgets.entry.vietnamese import TONES, composed
from tests.kits.looks import look

SAC, HUYEN, HOI, NGA, NANG = TONES
VOWELS = "aăâeêioôơuưy"


def written(keys: str) -> str:
    """The text after these keys."""
    text = ""
    for key in keys:
        gone, put = composed(text, key)
        text = text[: len(text) - gone] + put
    return text


@pytest.mark.parametrize(("vowel", "tone"), list(product(VOWELS + VOWELS.upper(), ["", *TONES])))
def test_every_vowel_takes_every_tone(vowel: str, tone: str):
    assert written(vowel + tone) == normalize("NFC", vowel + tone)
    assert len(written(vowel + tone)) == 1


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("tiêng" + SAC, "tiếng"),
        ("tiê" + SAC + "ng", "tiếng"),
        ("Viêt" + NANG, "Việt"),
        ("toa" + SAC + "n", "toán"),
        ("hoa" + HUYEN, "hòa"),
        ("cua" + HOI, "của"),
        ("noi" + SAC, "nói"),
        ("ngoai" + HUYEN, "ngoài"),
        ("người" + HUYEN, "ngươi"),
        ("ngươi" + HUYEN, "người"),
        ("đương" + HUYEN, "đường"),
        ("quy" + SAC, "quý"),
        ("qua" + HUYEN, "quà"),
        ("gia" + HUYEN, "già"),
        ("gi" + HUYEN, "gì"),
        ("giêng" + SAC, "giếng"),
        ("thuy" + HOI, "thủy"),
        ("rac" + SAC, "rác"),
        ("ĐƯƠNG" + HUYEN, "ĐƯỜNG"),
        ("ma" + SAC + NANG, "mạ"),
        ("ma" + SAC + SAC, "ma"),
        ("đèn đo" + HOI, "đèn đỏ"),
    ],
)
def test_the_tone_stands_where_it_is_read(keys: str, word: str):
    assert written(keys) == word


@pytest.mark.parametrize("text", ["", "xe ", "12", "xt"])
def test_a_tone_without_a_vowel_writes_nothing(text: str):
    assert composed(text, SAC)[1] in {"", text}
    assert written(text + SAC) == text


def test_tones_of_other_words_stay(qtbot):
    assert written("đèn" + " " + "tăt" + SAC) == "đèn tắt"


def test_a_tone_key_changes_the_field_and_is_called_by_its_name(qtbot):
    here = look()
    writing = Writing(TextField("Mô tả", here, limit=3), Keyboard(VIETNAMESE, {}, here), here)
    qtbot.addWidget(writing)
    writing.resize(980, writing.heightForWidth(980))
    writing.show()
    told: list[str] = []
    writing.changed.connect(told.append)
    for puts in ("r", "a", "c", SAC):
        key = next(key for key in writing.keyboard.keys if key.cap.puts == puts)
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
    assert told == ["R", "Ra", "Rac", "Rác"], "also where the field is full"
    assert key.accessibleName() == "dấu sắc"
