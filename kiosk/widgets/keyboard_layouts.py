"""What stands on the keys of the on-screen keyboard, language by language, as plain data. No Qt, no sizes.

A language has its letters in two orders: the usual one of its typewriters and the one of its alphabet, for people who
never used a typewriter. To add a language, add its :class:`Letters` to ``LAYOUTS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WIDE = 1.5
"""Shift and backspace are so many letters wide."""

PAGE = 2.0
"""The key to the other page; it carries three characters."""

ORDER = 3.5
"""The key that changes the order; it carries a word."""


class Act(StrEnum):
    """What a key does that puts no character."""

    SPACE = "space"
    BACKSPACE = "backspace"
    SHIFT = "shift"
    DIGITS = "digits"
    LETTERS = "letters"
    ORDER = "order"


@dataclass(frozen=True)
class Cap:
    """One key: the character it puts or the act it does, and how many letters wide it is."""

    puts: str = ""
    act: Act | None = None
    span: float = 1.0


@dataclass(frozen=True)
class Letters:
    """One language's letters, in lower case: ``usual`` row by row, ``alphabet`` in one line."""

    usual: tuple[str, str, str]
    alphabet: str

    @property
    def has_capitals(self) -> bool:
        """Whether the script knows capital letters."""
        return self.alphabet.upper() != self.alphabet

    @property
    def usual_word(self) -> str:
        """What people call the usual order: its first six letters, such as QWERTZ."""
        return self.usual[0][:6].upper()

    @property
    def alphabet_word(self) -> str:
        """What people call the order of the alphabet: its first three letters."""
        return self.alphabet[:3].upper()

    def columns(self) -> int:
        """Letters side by side in the widest row."""
        return max(len(self.usual[0]), len(self.usual[1]), round(len(self.usual[2]) + 2 * WIDE))

    def alphabet_rows(self, columns: int) -> tuple[str, ...]:
        """The alphabet in rows: as long as the usual rows where they fit into the columns, else as many as needed."""
        if columns >= self.columns():
            first, second = len(self.usual[0]), len(self.usual[0]) + len(self.usual[1])
            return self.alphabet[:first], self.alphabet[first:second], self.alphabet[second:]
        rows = [self.alphabet[start : start + columns] for start in range(0, len(self.alphabet), columns)]
        if len(rows[-1]) + 2 * WIDE > columns:  # shift and backspace stand beside the last letters
            rows.append("")
        return tuple(rows)


GERMAN = Letters(
    # ä, ö, ü and ß on keys of their own; in the alphabet after z, where they do not disturb it.
    usual=("qwertzuiopü", "asdfghjklöä", "yxcvbnmß"),
    alphabet="abcdefghijklmnopqrstuvwxyzäöüß",
)
ENGLISH = Letters(
    usual=("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    alphabet="abcdefghijklmnopqrstuvwxyz",
)

LAYOUTS = {"de": GERMAN, "en": ENGLISH}

SIGNS = ("1234567890", "-/:;()€&@", "?!'\"+%")
"""The page of digits and punctuation; full stop and comma are on every page."""

Rows = tuple[tuple[Cap, ...], ...]


def letters_of(language: str) -> Letters:
    """The letters of a language ("de-leicht" has those of "de"); German for a language that has none yet."""
    return LAYOUTS.get(language.split("-", maxsplit=1)[0], GERMAN)


def letter_page(letters: Letters, *, columns: int, alphabetical: bool) -> Rows:
    """The keys with letters, row by row, at most ``columns`` wide.

    Where the usual order does not fit, the alphabet's order is the only one and there is no key to change it.
    """
    both = columns >= letters.columns()
    rows = letters.alphabet_rows(columns) if alphabetical or not both else letters.usual
    width = letters.columns() if both else columns
    capitals = Cap(act=Act.SHIFT, span=WIDE) if letters.has_capitals else None
    page = [_characters(row) for row in rows[:-1]]
    page.append(_last_row(rows[-1], capitals))
    page.append(_bottom_row(width, page=Act.DIGITS, order=both))
    return tuple(page)


def sign_page(letters: Letters, *, columns: int) -> Rows:
    """The keys with digits and punctuation, in the same place and as wide as those with letters."""
    width = min(columns, letters.columns())
    rows = SIGNS if width >= len(SIGNS[0]) else _flow("".join(SIGNS), width)
    page = [_characters(row) for row in rows[:-1]]
    page.append(_last_row(rows[-1], None))
    page.append(_bottom_row(width, page=Act.LETTERS, order=False))
    return tuple(page)


def _characters(row: str) -> tuple[Cap, ...]:
    return tuple(Cap(puts=character) for character in row)


def _last_row(row: str, first: Cap | None) -> tuple[Cap, ...]:
    backspace = Cap(act=Act.BACKSPACE, span=WIDE)
    return (*((first,) if first else ()), *_characters(row), backspace)


def _bottom_row(columns: int, *, page: Act, order: bool) -> tuple[Cap, ...]:
    beside = [Cap(act=page, span=PAGE)]
    if order:
        beside.append(Cap(act=Act.ORDER, span=ORDER))
    ends = [Cap(puts=","), Cap(puts=".")]
    space = columns - sum(cap.span for cap in (*beside, *ends))
    return (*beside, Cap(act=Act.SPACE, span=space), *ends)


def _flow(characters: str, columns: int) -> tuple[str, ...]:
    rows = [characters[start : start + columns] for start in range(0, len(characters), columns)]
    if len(rows[-1]) + WIDE > columns:
        rows.append("")
    return tuple(rows)
