"""The small pattern before each box of a form: which form and line it is, and on which side of it the box lies.

All forms of a poll in one language have the same patterns. Each line tells where its own box is, so that a folded or
slanted sheet is read like a flat one.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

GAP = 0.5
"""Between pattern and box. Here and below, lengths are in heights of the box; the pattern is as high and as wide."""
NUMBER_BOX_WIDTH = 1.8

_ROW_DIGITS, _FORM_DIGITS = 3, 6
_DIGITS = 1 + _ROW_DIGITS + _FORM_DIGITS


@dataclass(frozen=True)
class RowCode:
    """What one pattern says."""

    form: str
    """Of ``form_number``."""
    row: int
    """From 1, in the order of the form."""
    is_number: bool
    """The box is a wide one, for a number."""
    is_leftward: bool
    """The box lies to the left of the pattern, as where a language is written to the left."""

    @property
    def digits(self) -> str:
        """As the pattern holds it."""
        return f"{2 * self.is_number + self.is_leftward}{self.row:0{_ROW_DIGITS}}{self.form}"

    @property
    def width(self) -> float:
        """Of the box."""
        return NUMBER_BOX_WIDTH if self.is_number else 1.0

    @property
    def left(self) -> float:
        """Where the box begins, to the right of where the pattern begins."""
        return -GAP - self.width if self.is_leftward else 1 + GAP


def read_row_code(text: str) -> RowCode | None:
    """None for any other code."""
    if len(text) != _DIGITS or not (text.isascii() and text.isdecimal()) or text[0] > "3":
        return None
    box, row, form = int(text[0]), int(text[1 : 1 + _ROW_DIGITS]), text[1 + _ROW_DIGITS :]
    return RowCode(form, row, is_number=box >= 2, is_leftward=box % 2 == 1)


def form_number(words: str) -> str:
    """Digits that stand for what the QR code of a form says."""
    return f"{int.from_bytes(sha256(words.encode()).digest()[:8]) % 10**_FORM_DIGITS:0{_FORM_DIGITS}}"
