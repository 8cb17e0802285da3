"""Text set in lines of a given width, for everything that paints words. It breaks at spaces and soft hyphens first."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from math import ceil
from unicodedata import bidirectional, combining, normalize

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from kiosk.widgets.theme import Look, colour

SOFT_HYPHEN = "\u00ad"
NO_BREAK_SPACE = "\u00a0"
_LINE_SEPARATOR = "\u2028"

_VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýăąęĩőũűơưаеёиоуыэюяіїє"
_SYLLABLES = re.compile(rf"(?<=[^\W\d_]{{2}})(?=(?![{_VOWELS}])[^\W\d_][{_VOWELS}][^\W\d_])", re.IGNORECASE)
"""Where one syllable ends, nearly always: before a consonant that a vowel follows."""

_STRONG = {"L", "R", "AL"}
"""Unicode's classes of letters with a direction of their own."""

TALL_SCRIPT = 1.1
"""So much more height a line of Arabic needs, for its letters reach further down."""

TALL_BASELINE = 0.95
"""So much less of it is above the baseline."""


STACKED_BASELINE = 1.22
"""And so much more where a letter bears one mark above another."""


MOST_KEPT = 2000
"""Texts that one look keeps: several times those of the fullest page."""


def spoken_text(text: str) -> str:
    """A text for names, speech and search: without the soft hyphens and breaks that only matter for setting it."""
    return text.replace(SOFT_HYPHEN, "").replace("\n", " ")


class SetText:
    """One text in one font, set in lines no wider than ``width`` pixels."""

    def __init__(self, text: str, font: QFont, width: int, *, right_to_left: bool = False, centred: bool = False):
        self.text = text
        self.font_px = font.pixelSize()
        self.width = max(1, width)
        self._option = _option(text, right_to_left, centred)
        self.line_ends: list[int] = []
        """Where each line ends, in whole pixels from the top."""
        self.lines: list[str] = []
        self.widest = 0
        self._set(text.replace("\n", _LINE_SEPARATOR), font)
        self.breaks_a_word = self._tears()
        """Some line ends inside a word where the text has neither a space nor a hyphen, or a letter has no room."""
        if NO_BREAK_SPACE in text and self.breaks_a_word:  # better a date on two lines than one in pieces
            self._set(text.replace("\n", _LINE_SEPARATOR).replace(NO_BREAK_SPACE, " "), font)
            self.breaks_a_word = self._tears()
        if self.breaks_a_word:  # a city's own long words come without hyphens; there is no wider place for some
            self._set(_SYLLABLES.sub(SOFT_HYPHEN, self._layout.text()), font)

    def _set(self, text: str, font: QFont) -> None:
        self._layout = QTextLayout(text, font)
        self._layout.setTextOption(self._option)
        self.line_ends, self.lines = [], []
        if text:
            self._set_lines(QFontMetricsF(font))

    def _set_lines(self, metrics: QFontMetricsF) -> None:
        content = self._layout.text()
        lines = []
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(self.width)
            lines.append(line)
        # Qt would give a script from another font all the room that font asks for: lines half as high again.
        tall = any(line.ascent() > metrics.ascent() for line in lines)
        height = ceil(metrics.lineSpacing() * (TALL_SCRIPT if tall else 1))
        baseline = metrics.ascent() * (TALL_BASELINE if tall else 1)
        if tall and has_stacked_marks(content):
            over = ceil(metrics.ascent() * STACKED_BASELINE - baseline)
            height, baseline = height + over, baseline + over
        for number, line in enumerate(lines):
            line.setPosition(QPointF(0, number * height + baseline - line.ascent()))
            self.line_ends.append((number + 1) * height)
            self.lines.append(content[line.textStart() : line.textStart() + line.textLength()])
        self._layout.endLayout()
        self.widest = ceil(max(line.naturalTextWidth() for line in lines))

    @property
    def height(self) -> int:
        """Of all lines together, in whole pixels."""
        return self.line_ends[-1] if self.line_ends else 0

    def rect_at(self, left: int, top: int) -> QRect:
        """The rectangle of all lines with its upper left corner at this place."""
        return QRect(left, top, self.width, self.height)

    def _tears(self) -> bool:
        torn = any(one[-1:].isalnum() and other[:1].isalnum() for one, other in pairwise(self.lines))
        return torn or self.widest > self.width

    def boxes_of(self, start: int, end: int) -> list[QRect]:
        """Where the letters from ``start`` to before ``end`` stand: a box on each line that has some of them."""
        boxes = []
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                # PySide gives back the place in the text as well.
                one, other = (line.cursorToX(at)[0] for at in (first, last))  # type: ignore[index]
                top = line.y() + line.ascent() + line.descent() - self.line_ends[0]
                boxes.append(QRectF(min(one, other), top, abs(other - one), self.line_ends[0]).toAlignedRect())
        return boxes

    def draw(self, painter: QPainter, left: int, top: int, ink: str) -> None:
        """Paint the lines with the upper left corner at this place, in the colour ``#rrggbb``."""
        if self.text:
            painter.setPen(colour(ink))
            self._layout.draw(painter, QPointF(left, top))


def set_text(text: str, font: QFont, width: int, look: Look, *, centred: bool = False) -> SetText:
    """The text in lines in this look, set once: every page is arranged several times before it is shown."""
    key = (text, font.pixelSize(), font.bold(), width, look.right_to_left, centred)
    made = look.texts_set.get(key)
    if not isinstance(made, SetText):
        made = SetText(text, font, width, right_to_left=look.right_to_left, centred=centred)
        if len(look.texts_set) >= MOST_KEPT:
            look.texts_set.clear()
        look.texts_set[key] = made
    return made


def has_stacked_marks(text: str) -> bool:
    """A letter bears more than one mark, such as a vowel on an alef with hamza: no font says how high that is."""
    return any(combining(one) and combining(other) for one, other in pairwise(normalize("NFD", text)))


@lru_cache(maxsize=4)
def runs_right_to_left(text: str, *, layout: bool) -> bool:
    """Which way a text runs in a layout that is mirrored or not: as the layout does, but one wholly in letters of the
    other direction, such as a German name between Arabic words, runs as it is read. So do digits alone: the groups of a
    number stand in their order in every script."""
    ways = {way for way in map(bidirectional, text) if way in _STRONG}
    if not layout:
        return bool(ways) and "L" not in ways
    return ways != {"L"} if ways else not any(map(str.isdigit, text))


def _option(text: str, right_to_left: bool, centred: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    runs = runs_right_to_left(text, layout=right_to_left)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if runs else Qt.LayoutDirection.LeftToRight)
    begins = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft  # Qt mirrors none of them
    option.setAlignment(Qt.AlignmentFlag.AlignHCenter if centred else begins)
    return option
