"""How words are compared that people type and that lists spell, the same for station and hub: a text in, plain
letters out. Knows no list and no screen.
"""

from __future__ import annotations

import re
import unicodedata

_SPELLINGS = (("ß", "ss"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ł", "l"), ("đ", "d"))
_STREET = re.compile(r"str(?:\.|\b)")
_NO_WORD = re.compile(r"[^\w]+", re.UNICODE)


def folded(text: str) -> str:
    """Small letters without accents, umlauts in one spelling, one space between words: ``Kröpeliner Str.`` and
    ``kroepeliner straße`` give ``kropeliner strasse``.
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    for spelling, instead in _SPELLINGS:
        plain = plain.replace(spelling, instead)
    return _NO_WORD.sub(" ", _STREET.sub("strasse", plain)).strip()


def mistakes_between(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or changed with their neighbour (optimal string alignment)."""
    return _mistakes_to_beginnings(one, other, most=max(len(one), len(other)))[-1]


def _mistakes_to_beginnings(one: str, other: str, *, most: int) -> list[int]:
    """The mistakes between one word and each beginning of the other, from none of its letters to all of them. What is
    above ``most`` may be any number above it."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        older, before, row = before, row, [at]
        for index, wanted in enumerate(other, start=1):
            least = before[index - 1] + (letter != wanted)
            if before[index] < least:
                least = before[index] + 1
            if row[-1] < least:
                least = row[-1] + 1
            if at > 1 and index > 1 and letter == other[index - 2] and one[at - 2] == wanted:
                least = min(least, older[index - 2] + 1)
            row.append(least)
        if min(row) > most and min(before) > most:
            break  # each further letter builds on these two
    return row


def allowed_mistakes(word: str) -> int:
    """A short word has to be right; a longer one may have a mistake in every four letters, at most three."""
    return min(3, len(word) // 4)


def closeness(typed: str, words: str) -> float:
    """How well folded words fit what was typed, itself folded: 1 for the same beginning, 0 for nothing in common.

    Every word typed has to be found; a word is found by its beginning, in the middle of a compound, or with mistakes.
    """
    parts = typed.split()
    if not parts:
        return 0.0
    found = [max((_fits(part, word) for word in words.split()), default=0.0) for part in parts]
    return min(found) and sum(found) / len(found)


def _fits(typed: str, word: str) -> float:
    if word.startswith(typed):
        return 1.0 if word == typed else 0.95
    if len(typed) >= 4 and typed in word:
        return 0.85
    most = allowed_mistakes(typed)
    if not most or len(word) < len(typed) - most:
        return 0.0
    # What was typed may be the beginning of the word, with a mistake in it.
    mistakes = min(_mistakes_to_beginnings(typed, word[: len(typed) + most], most=most)[len(typed) - most :])
    return 0.8 - 0.1 * mistakes if mistakes <= most else 0.0
