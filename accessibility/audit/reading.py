"""Reading: how high letters stand, whether they are whole, and whether the font has them (R01, R03, R05, R80).

A capital is measured on the picture. Where a line starts with no capital (Arabic has none) the height of the whole
line is measured and compared with the same line painted elsewhere in a known size.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import radians, tan
from typing import Protocol

import numpy as np

from accessibility.audit.measure import Measurement
from accessibility.audit.pixels import Mask, bands, first_letter_rows, inked, inks
from accessibility.audit.shot import Item, Part, Rect, Shot

CAPITAL_BANDS_MM = {"small": (3.5, 4.2), "default": (4.8, 5.6), "large": (6.4, 7.1), "extra": (8.5, 9.0)}
"""Least and most height of a capital in the text of each size (R01)."""

LARGER_LETTERS = {"ar": 1.15}
"""By language, how much larger than that its letters may be: Arabic ones have lower bodies, and no capitals."""

LEAST_ANGLE_DEGREES = 0.7
"""What a capital of the largest size subtends at the viewing distance (R03)."""

STANDING = set("ABCDEFGHIKLMNOPRSTUVWXYZÄÖÜÀÂÅĄĆĘŁŃÓŚŹŻАБВГҐЕЖЗИЙКЛМНОПРСТУФХЧШЭЮЯЄЬ1234567890ÁẤẦẨẪẬĂẮẰẲẴẶÂĐÔƠƯ")
"""What stands on the line, hangs nothing below it, and begins at the left with the letter itself."""

SAME_SIZE = 0.08
"""Lines whose heights differ by no larger part are of the same size: soft edges, or one of them is bold."""

_MOST_EDGE = 4
"""Rows of ink at the edge of a line, with none behind them, that are of a border."""

_ROW_OF_ANOTHER_LINE = 0.1
"""So much of a line's room, in parts of the font's size, is empty: what reaches in no farther is on the next page."""

_ONLY_A_DOT = 0.3
"""A line no higher, in parts of the font's size, is a full stop: its soft edges are most of it."""

_CUT = 0.9
"""Part of a line's height that must be there; the rest is the rounding of soft edges."""


class Type(Protocol):
    """The station's letters, painted outside of any screen."""

    def capital_rows(self, font_px: int) -> int:
        """Rows of pixels that a capital H covers in this size."""

    def ink_rows(self, line: str, font_px: int) -> int:
        """Rows of pixels from the highest to the lowest ink of a line in this size."""

    def missing(self, text: str) -> str:
        """The characters of a text for which there is no letter."""


def reading(shot: Shot, *, letters: Type, viewing_distance_mm: float) -> Iterator[Measurement]:
    """Heights of all text, of the smallest text against the band and the viewing distance, and of whole lines."""
    heights: list[tuple[float, Item, Part]] = []
    for item in shot.items:
        for part in item.parts:
            lines = _Lines(shot, item, part)
            yield from _whole(lines, letters)
            yield from _torn(item, part)
            if height := lines.capital_rows(letters):
                heights.append((shot.mm(height), item, part))
    least, most = CAPITAL_BANDS_MM[shot.size]
    most *= LARGER_LETTERS.get(shot.language, 1.0)
    for height, item, part in heights:
        yield _height("R01", f"capital in “{_named(item)}”", height, part.rect, least=least)
    if not heights:
        return
    smallest, item, part = min(heights, key=lambda entry: entry[0])
    # Round letters such as O reach a row of pixels beyond flat ones.
    yield _height("R01", f"smallest text, “{_named(item)}”", smallest, part.rect, most=most + shot.mm(1))
    if shot.size == "extra":
        needed = viewing_distance_mm * tan(radians(LEAST_ANGLE_DEGREES))
        yield _height("R03", f"largest size seen from {viewing_distance_mm:.0f} mm", smallest, part.rect, least=needed)


def fonts(shot: Shot, *, letters: Type) -> Iterator[Measurement]:
    """Every character that is shown has a letter (R80)."""
    for item in shot.items:
        missing = letters.missing(item.text + item.name)
        said = f"characters without a letter in “{_named(item)}”" + (f": {missing}" if missing else "")
        yield Measurement("R80", said, len(missing), "", item.rect, most=0)


def _height(requirement: str, what: str, value: float, rect: Rect, **limit: float) -> Measurement:
    return Measurement(requirement, what, value, "mm", rect, **limit)


def _named(item: Item) -> str:
    return (item.name or item.text)[:50]


def _whole(lines: _Lines, letters: Type) -> Iterator[Measurement]:
    """Each line is as high as it is when nothing cuts it (R05)."""
    for at, line in enumerate(lines.part.lines):
        expected = letters.ink_rows(line, lines.part.font_px) if lines.in_view(at) else 0
        if expected > lines.part.font_px * _ONLY_A_DOT:
            what = f"part of a line that is there, “{_named(lines.item)}”"
            there = min(1.0, lines.ink_rows(at) / expected)
            yield Measurement("R05", what, there, "", lines.part.slot(at), least=_CUT)


def _torn(item: Item, part: Part) -> Iterator[Measurement]:
    """No line ends inside a word without a hyphen (R05). In a field a person may write words of any length."""
    if item.role != "textbox":
        torn = sum(one[-1:].isalnum() and other[:1].isalnum() for one, other in pairwise(part.lines))
        yield Measurement("R05", f"torn words in “{_named(item)}”", torn, "", part.rect, most=0)


def _without_borders(mask: Mask) -> Mask:
    """Letters alone: no line of text has ink all along it, nor from its top to its bottom, nor in both corners of an
    edge, as where the round corners of a key are."""
    mask[mask.all(axis=1)] = False
    mask[:, mask.all(axis=0)] = False
    for rows in (mask, mask[::-1]):
        empty = np.flatnonzero(~rows[: _MOST_EDGE + 1].any(axis=1))
        if empty.size and rows[0, 0] and rows[0, -1]:
            rows[: empty[0]] = False
    return mask


class _Lines:
    """The lines of one text as they are on the picture."""

    def __init__(self, shot: Shot, item: Item, part: Part) -> None:
        self.shot, self.item, self.part = shot, item, part
        self._masks: dict[int, Mask | None] = {}

    def in_view(self, at: int) -> bool:
        """The line is on this page, if only with a few rows; the others are on the next."""
        return self.item.seen(self.part.slot(at)).height > self.part.font_px * _ROW_OF_ANOTHER_LINE

    def mask(self, at: int) -> Mask | None:
        """Where the line has ink; None where it has none."""
        if at not in self._masks:
            piece = self.shot.crop(self.item.seen(self.part.slot(at)))
            found = inks(piece)
            self._masks[at] = _without_borders(inked(piece, found.paper, found.ink)) if found else None
        return self._masks[at]

    def ink_rows(self, at: int) -> int:
        """Rows from the highest to the lowest ink."""
        mask = self.mask(at)
        found = bands(mask) if mask is not None else []
        return found[-1][1] - found[0][0] if found else 0

    def capital_rows(self, letters: Type) -> float:
        """Height of a capital of this text in rows; 0 where no line of it is whole on this page."""
        for at, line in enumerate(self.part.lines):
            mask = self.mask(at)
            if line[:1] in STANDING and mask is not None and self._whole(at) and not self.shot.right_to_left:
                return first_letter_rows(mask)
        for at, line in enumerate(self.part.lines):
            if self._whole(at) and (expected := letters.ink_rows(line, self.part.font_px)):
                measured = self.ink_rows(at)
                same = abs(measured - expected) <= max(2, SAME_SIZE * expected)
                return letters.capital_rows(self.part.font_px) * (1.0 if same else measured / expected)
        return 0

    def _whole(self, at: int) -> bool:
        return self.item.seen(self.part.slot(at)) == self.part.slot(at)
