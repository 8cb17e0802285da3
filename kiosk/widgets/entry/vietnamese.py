"""Puts a tone on a Vietnamese syllable where it belongs, as a hand does that writes the letters first.

Takes text and returns text; knows neither keys nor fields.
"""

from __future__ import annotations

from unicodedata import normalize

TONES = "\u0301\u0300\u0309\u0303\u0323"
"""sắc, huyền, hỏi, ngã, nặng as marks that join the letter before them."""

_VOWELS = frozenset("aăâeêioôơuưy")
_WITH_HAT_OR_HOOK = frozenset("ăâêôơư")

_ONSETS = ("qu", "gi")
"""What sounds like a vowel here belongs to the consonant, where another vowel follows."""


def composed(before: str, typed: str) -> tuple[int, str]:
    """What becomes of a key: how many characters before the caret give way, and what is put in their place.

    A tone goes to the syllable just written, in place of the one it had; the same tone once more takes it away. A
    letter behind a tone may move it: from "tóa" and "n" comes "toán". A tone without a vowel before it puts nothing.
    """
    syllable = _last_syllable(before)
    letters, tone = _parted(syllable)
    if typed in TONES:
        written = _with_tone(letters, "" if tone == typed else typed)
    elif tone and typed.isalpha():
        written = _with_tone(letters + typed, tone)
    else:
        return 0, typed
    return (len(syllable), written) if written else (0, "" if typed in TONES else typed)


def _last_syllable(text: str) -> str:
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start:]


def _parted(syllable: str) -> tuple[str, str]:
    """The letters without a tone, and the tone."""
    parts = normalize("NFD", syllable)
    tones = [part for part in parts if part in TONES]
    return normalize("NFC", "".join(part for part in parts if part not in TONES)), tones[-1] if tones else ""


def _with_tone(letters: str, tone: str) -> str:
    """The syllable with this tone, or empty when it has no vowel to carry one."""
    place = _carrier(letters.lower())
    return "" if place is None else normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])


def _carrier(letters: str) -> int | None:
    """The place of the vowel that carries the tone."""
    end = len(letters)
    while end and letters[end - 1] not in _VOWELS:
        end -= 1
    start = end
    while start and letters[start - 1] in _VOWELS:
        start -= 1
    if start == end:
        return None
    if end - start > 1 and letters[start - 1 : start + 1] in _ONSETS and start:
        start += 1
    marked = [place for place in range(start, end) if letters[place] in _WITH_HAT_OR_HOOK]
    if marked:
        return marked[-1]
    if end - start == 1 or end < len(letters):
        return end - 1
    return end - 2  # nói, của, hòa; of three the middle one: ngoài
