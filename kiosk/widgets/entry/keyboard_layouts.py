"""What stands on the keys of the on-screen keyboard, language by language, as plain data. No Qt, no sizes.

A language has its letters in two orders: the usual one of its typewriters and the one of its alphabet, for people who
never used a typewriter. To add a language, add its :class:`Letters` to ``LAYOUTS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil

from kiosk.widgets.entry.vietnamese import TONES

WIDE = 1.5
"""Shift and backspace are so many letters wide."""

PAGE = 2.0
"""The key to the other page; it carries three characters."""

LEAST_SPACE = 1.5
"""The space bar is at least so many letters wide."""

ORDER = 3.5
"""The key that changes the order; it carries a word."""


class KeyFunction(StrEnum):
    """What a key does that puts no character."""

    SPACE = "space"
    BACKSPACE = "backspace"
    SHIFT = "shift"
    DIGITS = "digits"
    LETTERS = "letters"
    ORDER = "order"
    LATIN = "latin"
    """To Latin letters: streets and names here are written with them."""
    OWN = "own"
    """Back to the letters of the language."""


@dataclass(frozen=True)
class Cap:
    """One key: the character it puts or the act it does, and how many letters wide it is."""

    puts: str = ""
    act: KeyFunction | None = None
    span: float = 1.0


@dataclass(frozen=True)
class Letters:
    """One language's letters, in lower case: ``usual`` row by row as they stand on keyboards, from left to right;
    ``alphabet`` in one line, in the direction of reading.
    """

    usual: tuple[str, ...]
    alphabet: str
    tones: str = ""
    """Marks that are put on the syllable just written, each on a key of its own above the letters."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Signs of this script, by the common sign in whose place they stand."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What characters are called in the language itself, where a voice would not say it of its own accord."""
    called: tuple[str, str] = ("", "")
    """What people call the two orders, where that is not their first letters."""
    right_to_left: bool = False
    latin: Letters | None = None
    """Latin letters on a page of their own, for a script that is another one."""
    is_guest: bool = False
    """A page of another script: in one order, its function keys where those of the language are."""
    for_codes: bool = False
    """Only what codes are made of, in one order and from left to right: no space, no signs, no small letters."""

    @property
    def usual_word(self) -> str:
        """What people call the usual order: its first six letters, such as QWERTZ."""
        return self.called[0] or self.usual[0][:6].upper()

    @property
    def alphabet_word(self) -> str:
        """What people call the order of the alphabet: its first three letters."""
        return self.called[1] or self.alphabet[:3].upper()

    @property
    def has_capitals(self) -> bool:
        """Whether the script knows capital letters."""
        return self.alphabet.upper() != self.alphabet

    @property
    def beside_last_row(self) -> float:
        """Letters' widths of what stands beside the last row: backspace, and shift where there are capitals."""
        return 2 * WIDE if self.has_capitals else WIDE

    def columns(self) -> int:
        """Letters side by side in the widest row."""
        return max(*map(len, self.usual[:-1]), ceil(len(self.usual[-1]) + self.beside_last_row))

    def usual_rows(self) -> tuple[str, ...]:
        """The usual rows in the direction of reading; the hands know them from left to right."""
        return tuple(row[::-1] for row in self.usual) if self.right_to_left else self.usual

    def alphabet_rows(self, columns: int) -> tuple[str, ...]:
        """The alphabet in as many rows as it needs, at most ``columns`` wide."""
        rows = _flow(self.alphabet, columns, beside_last=self.beside_last_row)
        # Latin letters run from left to right on a page that is read from right to left, too.
        return tuple(row[::-1] for row in rows) if self.is_guest and self.right_to_left else rows


GERMAN = Letters(
    # ä, ö, ü and ß on keys of their own; in the alphabet after z, where they do not disturb it.
    usual=("qwertzuiopü", "asdfghjklöä", "yxcvbnmß"),
    alphabet="abcdefghijklmnopqrstuvwxyzäöüß",
)
ENGLISH = Letters(
    usual=("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    alphabet="abcdefghijklmnopqrstuvwxyz",
)
LATIN = replace(GERMAN, is_guest=True)
LATIN_IN_ARABIC = replace(LATIN, right_to_left=True)

UKRAINIAN = Letters(
    usual=("йцукенгшщзхї", "фівапролджєґ", "ячсмитьбю"),
    alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    latin=LATIN,
)
RUSSIAN = Letters(
    usual=("йцукенгшщзхъ", "фывапролджэё", "ячсмитьбю"),
    alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    latin=LATIN,
)
ARABIC = Letters(
    # The forms with hamza above the letters everybody knows, instead of behind a key that would have to be held.
    usual=("ءآأإؤئ", "ضصثقفغعهخحج", "شسيبلاتنمكط", "ذرىةوزظد"),
    alphabet="اأإآبتةثجحخدذرزسشصضطظعغفقكلمنهوؤيئىء",
    signs={",": "،", ";": "؛", "?": "؟"},
    names={"آ": "ألف مدة"},
    called=("ض ص ث", "ا ب ت"),
    right_to_left=True,
    latin=LATIN_IN_ARABIC,
)
POLISH = Letters(
    # The letters with marks in a row of their own: nobody has to know a second key that goes with them.
    usual=("ąćęłńóśźż", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    alphabet="aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    called=("QWERTY", "ABC"),
)
VIETNAMESE = Letters(
    # As it is written by hand: the letter first, with its hat or hook, then the tone (see ``vietnamese``). No habit of
    # any input method is asked for. f, j, w and z are there for German names.
    usual=("ăâđêôơư", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    alphabet="aăâbcdđeêfghijklmnoôơpqrstuưvwxyz",
    tones=TONES,
    names=dict(zip(TONES, ("dấu sắc", "dấu huyền", "dấu hỏi", "dấu ngã", "dấu nặng"), strict=True)),
    called=("QWERTY", "ABC"),
)

CODES = Letters(
    # Digits, then the alphabet: whoever looks for a letter of a code does not read words.
    usual=("1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ"),
    alphabet="1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    for_codes=True,
)

PARTICIPATION_CODES = Letters(
    # Crockford's: no I, L, O or U, so that nobody takes them for digits or for another letter.
    usual=("1234567890", "ABCDEFGH", "JKMNPQRS", "TVWXYZ"),
    alphabet="1234567890ABCDEFGHJKMNPQRSTVWXYZ",
    for_codes=True,
)

LAYOUTS = {
    "de": GERMAN,
    "en": ENGLISH,
    "uk": UKRAINIAN,
    "ru": RUSSIAN,
    "ar": ARABIC,
    "pl": POLISH,
    "vi": VIETNAMESE,
}

SIGNS = ("1234567890", "-/:;()€&@", "?!'\"+%")
"""The page of digits and punctuation; full stop and comma are on every page."""

Rows = tuple[tuple[Cap, ...], ...]


def letters_of(language: str) -> Letters:
    """The letters of a language ("de-leicht" has those of "de"); German for a language that has none yet."""
    return LAYOUTS.get(language.split("-", maxsplit=1)[0], GERMAN)


def letter_page(letters: Letters, *, columns: int, alphabetical: bool) -> Rows:
    """The keys with letters, row by row, at most ``columns`` wide; a guest's exactly so wide.

    Where the usual order does not fit, the alphabet's order is the only one and there is no key to change it.
    """
    both = columns >= letters.columns()
    width = letters.columns() if both and not letters.is_guest else columns
    by_alphabet = not both or (alphabetical and not letters.is_guest)
    rows = letters.alphabet_rows(width) if by_alphabet else letters.usual_rows()
    page = [_tones(letters.tones, width)] if letters.tones else []
    page += [_characters(row) for row in rows[:-1]]
    if letters.for_codes:
        page.append((*_characters(rows[-1]), Cap(act=KeyFunction.BACKSPACE, span=float(width - len(rows[-1])))))
    else:
        page.append(_last_row(rows[-1], Cap(act=KeyFunction.SHIFT, span=WIDE) if letters.has_capitals else None))
        page.append(_bottom_row(letters, width, page=KeyFunction.DIGITS, order=both and not letters.is_guest))
    return tuple(page)


def sign_page(letters: Letters, *, columns: int) -> Rows:
    """The keys with digits and punctuation, in the same place and as wide as those with letters."""
    width = min(columns, letters.columns())
    rows = SIGNS if width >= len(SIGNS[0]) else _flow("".join(SIGNS), width, beside_last=WIDE)
    page = [_characters(row) for row in (_script_signs(letters, row) for row in rows)]
    page[-1] = (*page[-1], Cap(act=KeyFunction.BACKSPACE, span=WIDE))
    page.append(_bottom_row(letters, width, page=KeyFunction.LETTERS, order=False))
    return tuple(page)


def _script_signs(letters: Letters, row: str) -> str:
    """A row of signs in this script. Digits run from left to right in all of them, and so do signs beside them."""
    row = "".join(letters.signs.get(sign, sign) for sign in row)
    return row[::-1] if letters.right_to_left else row


def _characters(row: str) -> tuple[Cap, ...]:
    return tuple(Cap(puts=character) for character in row)


def _tones(tones: str, columns: int) -> tuple[Cap, ...]:
    return tuple(Cap(puts=tone, span=columns / len(tones)) for tone in tones)


def _last_row(row: str, first: Cap | None) -> tuple[Cap, ...]:
    backspace = Cap(act=KeyFunction.BACKSPACE, span=WIDE)
    return (*((first,) if first else ()), *_characters(row), backspace)


def _bottom_row(letters: Letters, columns: int, *, page: KeyFunction, order: bool) -> tuple[Cap, ...]:
    beside = [Cap(act=page, span=PAGE)]
    if page is KeyFunction.DIGITS and (letters.latin or letters.is_guest):
        beside.append(Cap(act=KeyFunction.OWN if letters.is_guest else KeyFunction.LATIN, span=PAGE))
    if order:
        beside.append(Cap(act=KeyFunction.ORDER, span=ORDER))
    ends = [Cap(puts=letters.signs.get(",", ",")), Cap(puts=".")]
    space = columns - sum(cap.span for cap in (*beside, *ends))
    if space < LEAST_SPACE:  # they are on the page of digits, too
        ends, space = [], columns - sum(cap.span for cap in beside)
    return (*beside, Cap(act=KeyFunction.SPACE, span=space), *ends)


def _flow(characters: str, columns: int, *, beside_last: float) -> tuple[str, ...]:
    """In rows of so many; one row more where the last one would leave no room for what stands beside it."""
    rows = [characters[start : start + columns] for start in range(0, len(characters), columns)]
    if len(rows[-1]) + beside_last > columns:
        rows.append("")
    return tuple(rows)
