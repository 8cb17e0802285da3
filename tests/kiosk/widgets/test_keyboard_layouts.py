"""What stands on the keys: every letter in both orders, and rows that fit."""

import pytest

from kiosk.widgets.keyboard_layouts import (
    ENGLISH,
    GERMAN,
    LAYOUTS,
    SIGNS,
    Act,
    letter_page,
    letters_of,
    sign_page,
)

ASCII = set("abcdefghijklmnopqrstuvwxyz")


def characters(page):
    return [cap.puts for row in page for cap in row if cap.puts]


def acts(page):
    return [cap.act for row in page for cap in row if cap.act]


@pytest.mark.parametrize("alphabetical", [False, True])
@pytest.mark.parametrize(("letters", "all_of_them"), [(GERMAN, ASCII | set("äöüß")), (ENGLISH, ASCII)])
def test_both_orders_have_every_letter_exactly_once(letters, all_of_them, alphabetical):
    put = characters(letter_page(letters, columns=11, alphabetical=alphabetical))
    assert sorted(put) == sorted(all_of_them | set(",."))


@pytest.mark.parametrize("letters", LAYOUTS.values())
def test_the_alphabet_is_in_the_order_of_the_alphabet(letters):
    put = [c for c in characters(letter_page(letters, columns=11, alphabetical=True)) if c in ASCII]
    assert put == sorted(ASCII)


def test_german_has_its_umlauts_on_keys_of_their_own_and_is_qwertz():
    page = letter_page(GERMAN, columns=11, alphabetical=False)
    assert "".join(cap.puts for cap in page[0]) == "qwertzuiopü"
    assert GERMAN.usual_word == "QWERTZ"
    assert GERMAN.alphabet_word == "ABC"


@pytest.mark.parametrize("language", ["de", "de-leicht", "en", "tlh"])
def test_every_language_has_letters(language):
    expected = ENGLISH if language == "en" else GERMAN
    assert letters_of(language) == expected


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
        assert {Act.SPACE, Act.BACKSPACE} <= set(acts(page))
    assert set(letters.alphabet) <= set(characters(letter_page(letters, columns=columns, alphabetical=alphabetical)))
    assert set("".join(SIGNS)) <= set(characters(sign_page(letters, columns=columns)))


def test_where_the_usual_order_does_not_fit_there_is_no_key_to_ask_for_it():
    narrow = letter_page(GERMAN, columns=8, alphabetical=False)
    assert Act.ORDER not in acts(narrow)
    assert characters(narrow)[:8] == list("abcdefgh")
    assert Act.ORDER in acts(letter_page(GERMAN, columns=11, alphabetical=False))


def test_shift_is_there_only_for_scripts_with_capitals():
    from kiosk.widgets.keyboard_layouts import Letters

    arabic = Letters(usual=("ضصثقفغعهخحج", "شسيبلاتنمكط", "ئءؤرىةوزظ"), alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءىئةؤ")
    assert Act.SHIFT not in acts(letter_page(arabic, columns=12, alphabetical=False))
    assert Act.SHIFT in acts(letter_page(GERMAN, columns=12, alphabetical=False))


def test_no_sign_is_on_the_page_twice():
    put = characters(sign_page(GERMAN, columns=11))
    assert len(put) == len(set(put))
    assert {".", ",", "?", "!", "-"} <= set(put)


def test_the_pages_lead_to_each_other():
    assert Act.DIGITS in acts(letter_page(GERMAN, columns=11, alphabetical=False))
    assert Act.LETTERS in acts(sign_page(GERMAN, columns=11))
