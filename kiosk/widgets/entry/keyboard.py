"""The on-screen keyboard: large keys with names, every one a real button. It knows no field; it says what was typed.

What stands on the keys is data in ``keyboard_layouts``. The keyboard has a place of its own on the page and never
covers anything. A held key puts one character, for keys act when the finger is lifted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from unicodedata import combining, mirrored

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QWidget

from accessibility.scanning import Together
from kiosk.widgets.entry.key import KeyButton
from kiosk.widgets.entry.keyboard_layouts import (
    LATIN,
    Cap,
    KeyFunction,
    Letters,
    Rows,
    letter_page,
    sign_page,
)
from kiosk.widgets.theme import Look, font

WIDEST_KEY_MM = 25.0
"""Wider keys only make the arm travel."""

LEAST_RING_MM = 0.7
"""Room for the focus ring beside the outermost keys, where the display is too narrow for more (R11)."""

LETTERS_IN_KEY = 1.2
"""Least height of a key in font sizes, so that dots above and tails below stay inside."""

_COUNTERPARTS = {
    KeyFunction.DIGITS: KeyFunction.LETTERS,
    KeyFunction.LETTERS: KeyFunction.DIGITS,
    KeyFunction.LATIN: KeyFunction.OWN,
    KeyFunction.OWN: KeyFunction.LATIN,
}
"""Which key stands on the other page in the place of one."""

SENTENCE_ENDS = ".!?…"

CIRCLE = "\u25cc"
RIGHT_TO_LEFT_MARK = "\u200f"


def starts_sentence(text: str) -> bool:
    """Whether the next letter begins a sentence: there is nothing yet, or a sentence has just ended."""
    written = text.rstrip()
    return not written or (written[-1] in SENTENCE_ENDS and written != text)


@dataclass(frozen=True)
class _Grid:
    """Where keys stand, in pixels: left edge of the first, from one to the next, and room for the ring."""

    columns: int
    left: int
    pitch: float
    room: int


class Keyboard(QWidget):
    """All keys of one language. ``typed`` brings characters, ``erased`` asks for the last one to go.

    ``names`` are the spoken names of keys by their act ("space", "backspace", ...) and, where there are any, by their
    character ("." to "full stop").
    """

    scan_together = Together.LINES
    typed = Signal(str)
    erased = Signal()

    def __init__(
        self, letters: Letters, names: Mapping[str, str], look: Look, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._letters = letters
        self._names = {**letters.names, **names}
        self._keys: list[KeyButton] = []
        self._rows: Rows = ()
        self._alphabetical = False
        self._signs = False
        self._latin = False
        self._before = ""
        self._capital = letters.has_capitals
        self._mirrored = look.right_to_left and not letters.for_codes
        if not self._mirrored:
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    @property
    def keys(self) -> list[KeyButton]:
        """The keys to be seen now, row by row."""
        return self._keys[: sum(len(row) for row in self._rows)]

    @property
    def has_tones(self) -> bool:
        """Whether some keys put a tone on what is written already."""
        return bool(self._letters.tones)

    def follow(self, text: str) -> None:
        """The text before the caret is this now: the next letter is a capital where a sentence begins."""
        self._before = text
        self._set_capital(self._active.has_capitals and starts_sentence(text))

    def resume(self, before: Keyboard) -> None:
        """Go on where another keyboard was: in the same order, on the same page."""
        self._alphabetical, self._signs, self._latin = before._alphabetical, before._signs, before._latin
        self._show_page()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Least height: rows as low as fingers and letters allow."""
        return self._rows_height(width, self._least_key_height())

    def best_height(self, width: int) -> int:
        """The height at which the keys are square; more of it is of no use."""
        grid = self._grid(width)
        return self._rows_height(width, max(self._least_key_height(), int(grid.pitch) - self.look.metrics.gap))

    def _rows_height(self, width: int, key_height: int) -> int:
        gap = self.look.metrics.gap
        return len(self._page(self._grid(width).columns)) * (key_height + gap) - gap + 2 * (gap // 2)

    def row_ends(self, width: int) -> list[int]:
        """Just below each row with its rings at the least height, in pixels from the top."""
        pitch, rows = self._least_key_height() + self.look.metrics.gap, len(self._page(self._grid(width).columns))
        around = self.look.metrics.gap // 2
        return [(row + 1) * pitch - self.look.metrics.gap + 2 * around for row in range(rows)]

    def _least_key_height(self) -> int:
        metrics = self.look.metrics
        return max(metrics.target, ceil(metrics.text_px * LETTERS_IN_KEY))

    def least_width(self) -> int:
        """The width below which the usual order of letters does not fit."""
        columns = self._letters.columns()
        return columns * self._least_key_width() + (columns - 1) * self.look.metrics.gap

    def sizeHint(self) -> QSize:
        """The height at the present width."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Arrange the keys anew."""
        self._show_page()

    def _grid(self, width: int) -> _Grid:
        """Keys as wide as fit, none smaller than a finger needs: positions are rounded, never below whole targets."""
        metrics = self.look.metrics
        least, room = self._least_key_width(), metrics.mm(LEAST_RING_MM)
        columns = max(6, min(self._letters.columns(), (width - 2 * room + metrics.gap) // (least + metrics.gap)))
        needed = columns * least + (columns - 1) * metrics.gap
        inset = max(room, min(metrics.ring, (width - needed) // 2))
        pitch = min((width - 2 * inset + metrics.gap) / columns, metrics.mm(WIDEST_KEY_MM) + metrics.gap)
        left = round((width - columns * pitch + metrics.gap) / 2)
        return _Grid(columns, left, pitch, room=min(metrics.gap // 2, left))

    def _least_key_width(self) -> int:
        """As a finger needs, and so that the widest letter does not come into the border."""
        metrics = self.look.metrics
        letters = self._letters.alphabet + (self._letters.latin.alphabet if self._letters.latin else "")
        return max(metrics.target, widest_letter(letters, metrics.text_px) + 3 * metrics.stroke)

    @property
    def _active(self) -> Letters:
        """The letters of the language, or the Latin ones beside them."""
        return self._letters.latin if self._latin and self._letters.latin else self._letters

    def _page(self, columns: int) -> Rows:
        if self._signs:
            return sign_page(self._active, columns=columns)
        return letter_page(self._active, columns=columns, alphabetical=self._alphabetical)

    def _show_page(self) -> None:
        """Put what stands on this page onto the keys. Where the focus is on a key that turns pages, it stays there."""
        focused = next((key.cap.act for key in self.keys if key.hasFocus()), None)
        grid = self._grid(self.width())
        self._rows = self._page(grid.columns)
        needed = sum(len(row) for row in self._rows)
        while len(self._keys) < needed:
            self._keys.append(self._new_key())
        self._place_keys(grid)
        for key in self._keys[needed:]:
            key.hide()
            key.setObjectName("")
        if focused is not None:
            self._focus_on(focused)

    def _new_key(self) -> KeyButton:
        key = KeyButton(self.look, self)
        key.clicked.connect(lambda: self._press(key.cap))
        return key

    def _place_keys(self, grid: _Grid) -> None:
        keys = iter(self._keys)
        height = max(1, (self.height() - 2 * (self.look.metrics.gap // 2) + self.look.metrics.gap) // len(self._rows))
        for down, row in enumerate(self._rows):
            spare = grid.columns - sum(cap.span for cap in row)
            at_end = row[-1].act is KeyFunction.BACKSPACE  # it never moves
            start = spare if at_end else spare / 2
            for cap in row:
                key = next(keys)
                key.room = grid.room
                key.setGeometry(self._place(grid, start, start + cap.span, top=down * height, height=height))
                self._label(key, cap)
                key.show()
                start += cap.span

    def _place(self, grid: _Grid, start: float, end: float, *, top: int, height: int) -> QRect:
        """The widget of a key between two columns; the key itself is smaller by the room for the ring."""
        gap = self.look.metrics.gap
        left, right = grid.left + round(start * grid.pitch), grid.left + round(end * grid.pitch) - gap
        place = QRect(left, gap // 2 + top, right - left, height - gap)
        if self._mirrored:
            place.moveLeft(self.width() - right)
        return place.adjusted(-grid.room, -grid.room, grid.room, grid.room)

    def _label(self, key: KeyButton, cap: Cap) -> None:
        if cap.act is None:
            shown = self._shown(cap.puts)
            key.show_cap(cap, self._on_key(shown), self._names.get(cap.puts, shown))
            return
        words = {
            KeyFunction.DIGITS: "123",
            KeyFunction.LETTERS: self._active.alphabet_word,
            KeyFunction.LATIN: LATIN.alphabet_word,
            KeyFunction.OWN: self._letters.alphabet_word,
            KeyFunction.ORDER: self._letters.usual_word if self._alphabetical else self._letters.alphabet_word,
        }
        name = self._names.get(cap.act, cap.act)
        key.show_cap(cap, words.get(cap.act, name), name, chosen=cap.act is KeyFunction.SHIFT and self._capital)

    def _on_key(self, character: str) -> str:
        """What stands on the key: a mark joins an empty circle, a bracket looks as it will between the letters."""
        if combining(character):
            return CIRCLE + character
        return RIGHT_TO_LEFT_MARK + character if self.look.right_to_left and mirrored(character) else character

    def _shown(self, character: str) -> str:
        """The character a key puts now. What has no capital of its own in one character (ß) stays as it is."""
        capital = character.upper()
        return capital if self._capital and not self._signs and len(capital) == 1 else character

    def _set_capital(self, capital: bool) -> None:
        if capital != self._capital:
            self._capital = capital
            for key in self.keys:
                self._label(key, key.cap)

    def _press(self, cap: Cap) -> None:
        if cap.act is None:
            self.typed.emit(self._shown(cap.puts))
        elif cap.act is KeyFunction.SPACE:
            self.typed.emit(" ")
        elif cap.act is KeyFunction.BACKSPACE:
            self.erased.emit()
        elif cap.act is KeyFunction.SHIFT:
            self._set_capital(not self._capital)
        else:
            self._turn(cap.act)

    def _turn(self, act: KeyFunction) -> None:
        if act is KeyFunction.ORDER:
            self._alphabetical = not self._alphabetical
        elif act in {KeyFunction.LATIN, KeyFunction.OWN}:
            self._latin = act is KeyFunction.LATIN
            self._set_capital(self._active.has_capitals and starts_sentence(self._before))
        else:
            self._signs = act is KeyFunction.DIGITS
        self._show_page()
        self.updateGeometry()

    def _focus_on(self, act: KeyFunction) -> None:
        counterpart = _COUNTERPARTS.get(act, act)
        wanted = [key for key in self.keys if key.cap.act in {act, counterpart}]
        if wanted:
            wanted[0].setFocus(Qt.FocusReason.OtherFocusReason)


@lru_cache(maxsize=64)
def widest_letter(letters: str, font_px: int) -> int:
    """Pixels of the widest of these letters in this size."""
    size = QFontMetricsF(font(font_px))
    return ceil(max(size.horizontalAdvance(letter) for letter in letters))
