"""What stands on the keys: every letter in both orders, and rows that fit."""

from unicodedata import normalize

import pytest

from kiosk.widgets.entry.keyboard_layouts import (
    ENGLISH,
    GERMAN,
    LAYOUTS,
    SIGNS,
    KeyFunction,
    letter_page,
    letters_of,
    sign_page,
)
from sync.protocol.languages import LANGUAGES

ASCII = set("abcdefghijklmnopqrstuvwxyz")
ALPHABETS = {
    "de": ASCII | set("äöüß"),
    "en": ASCII,
    "uk": set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "ru": set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    "ar": set("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") | set("ءآأإؤئةى"),
    "pl": ASCII | set("ąćęłńóśźż"),
    "vi": ASCII | set("ăâđêôơư"),
}
"""What a language is written with, and foreign letters that names of the city ask for."""


def characters(page):
    return [cap.puts for row in page for cap in row if cap.puts]


def acts(page):
    return [cap.act for row in page for cap in row if cap.act]


@pytest.mark.parametrize("alphabetical", [False, True])
@pytest.mark.parametrize("language", LAYOUTS)
def test_both_orders_have_every_letter_exactly_once(language, alphabetical):
    letters = LAYOUTS[language]
    put = characters(letter_page(letters, columns=12, alphabetical=alphabetical))
    assert sorted(put) == sorted(ALPHABETS[language] | set(".") | {letters.signs.get(",", ",")} | set(letters.tones))


def test_every_language_of_the_station_has_letters_of_its_own():
    assert {language.code for language in LANGUAGES} - {"de-leicht"} == set(LAYOUTS) == set(ALPHABETS)


@pytest.mark.parametrize("letters", [GERMAN, ENGLISH])
def test_the_alphabet_is_in_the_order_of_the_alphabet(letters):
    put = [c for c in characters(letter_page(letters, columns=11, alphabetical=True)) if c in ASCII]
    assert put == sorted(ASCII)


@pytest.mark.parametrize("language", ["uk", "ru", "pl", "vi"])
def test_letters_with_marks_follow_their_plain_ones_in_the_alphabet(language):
    plain = [normalize("NFD", letter)[0] for letter in LAYOUTS[language].alphabet if letter not in "ґєіїйёłđ"]
    assert plain == sorted(plain)


def test_the_usual_arabic_order_is_found_from_left_to_right_and_its_alphabet_from_right_to_left():
    usual = letter_page(LAYOUTS["ar"], columns=12, alphabetical=False)
    assert "".join(cap.puts for cap in usual[1]) == "ضصثقفغعهخحج"[::-1]  # the widget places keys from the right
    assert characters(letter_page(LAYOUTS["ar"], columns=12, alphabetical=True))[:5] == list("اأإآب")


def test_arabic_has_its_own_signs_and_digits_from_left_to_right():
    page = sign_page(LAYOUTS["ar"], columns=12)
    assert "".join(cap.puts for cap in page[0]) == "0987654321"
    assert {"؟", "،", "؛"} <= set(characters(page))
    assert not {"?", ",", ";"} & set(characters(page))


def test_german_has_its_umlauts_on_keys_of_their_own_and_is_qwertz():
    page = letter_page(GERMAN, columns=11, alphabetical=False)
    assert "".join(cap.puts for cap in page[0]) == "qwertzuiopü"
    assert GERMAN.usual_word == "QWERTZ"
    assert GERMAN.alphabet_word == "ABC"


@pytest.mark.parametrize("language", ["de", "de-leicht", "tlh"])
def test_leichte_sprache_and_strangers_get_german_letters(language):
    assert letters_of(language) == GERMAN
    assert letters_of("en") == ENGLISH


@pytest.mark.parametrize("columns", range(6, 14))
@pytest.mark.parametrize("alphabetical", [False, True])
@pytest.mark.parametrize("letters", LAYOUTS.values())
def test_no_row_is_wider_than_there_is_room_and_nothing_is_lost(letters, alphabetical, columns):
    for page in (
        letter_page(letters, columns=columns, alphabetical=alphabetical),
        sign_page(letters, columns=columns),
    ):
        for row in page:
            assert sum(cap.span for cap in row) <= columns
            assert all(cap.span >= 1 for cap in row)
        assert {KeyFunction.SPACE, KeyFunction.BACKSPACE} <= set(acts(page))
    assert set(letters.alphabet) <= set(characters(letter_page(letters, columns=columns, alphabetical=alphabetical)))
    signs = {letters.signs.get(sign, sign) for sign in "".join(SIGNS)}
    assert signs <= set(characters(sign_page(letters, columns=columns)))


def test_where_the_usual_order_does_not_fit_there_is_no_key_to_ask_for_it():
    narrow = letter_page(GERMAN, columns=8, alphabetical=False)
    assert KeyFunction.ORDER not in acts(narrow)
    assert characters(narrow)[:8] == list("abcdefgh")
    assert KeyFunction.ORDER in acts(letter_page(GERMAN, columns=11, alphabetical=False))


def test_shift_is_there_only_for_scripts_with_capitals():
    assert KeyFunction.SHIFT not in acts(letter_page(LAYOUTS["ar"], columns=12, alphabetical=False))
    assert KeyFunction.SHIFT in acts(letter_page(GERMAN, columns=12, alphabetical=False))


def test_no_sign_is_on_the_page_twice():
    put = characters(sign_page(GERMAN, columns=11))
    assert len(put) == len(set(put))
    assert {".", ",", "?", "!", "-"} <= set(put)


def test_the_pages_lead_to_each_other():
    assert KeyFunction.DIGITS in acts(letter_page(GERMAN, columns=11, alphabetical=False))
    assert KeyFunction.LETTERS in acts(sign_page(GERMAN, columns=11))
