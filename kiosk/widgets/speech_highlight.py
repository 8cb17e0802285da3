"""The marks of what is being read aloud: whoever listens sees where the voice is (R55)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from accessibility.speech import NO_WORD, SPACE_IN_A_NUMBER, speakable
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.text.label import Words
from kiosk.widgets.text.text_layout import SOFT_HYPHEN, SetText
from kiosk.widgets.theme import Look, colour
from kiosk.widgets.tiles.tile import Tile

WIDTH_MM = 1.6
_UNDERLINE_MM = 1.2
_MARKS = ".,:;!?\u2026\u060c\u061b\u061f"
"""A sentence may have other ones at the end of a word than the screen."""


_WITH_WORDS = (Words, LineRow, Tile)


class ReadingMark(QWidget):
    """A bar in the colours of the focus before the first letter of what is read, and a line below the word.

    Neither takes a touch.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._look: Look | None = None
        self.underlines = [_Underline(parent), _Underline(parent)]
        """Below the word that is heard now; two of them, for a word may be broken over two lines."""
        _let_touches_through(self)

    def follow(self, screen: Screen | None, sentence: str, word: int = NO_WORD) -> None:
        """Stand beside the piece of the screen that this sentence is about; nowhere if it cannot be seen."""
        if screen is None:
            return
        look = screen.look
        self._look = look
        # Over a covered screen the place alone would tell which of its answers is heard.
        piece = piece_read(screen, sentence) if sentence and not screen.is_covered else None
        self.setVisible(piece is not None)
        if piece is not None:
            self.setGeometry(self._place(piece, look))
            self.raise_()
        boxes = boxes_of_word(piece, sentence, word) if isinstance(piece, _WITH_WORDS) else []
        for number, underline in enumerate(self.underlines):
            if piece is None or number >= len(boxes):
                underline.hide()
            else:
                underline.stand_below(boxes[number].translated(piece.mapTo(self._window, QPoint(0, 0))), look)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A sunny bar with a dark edge: it is seen on every ground."""
        if self._look is not None:
            _paint_band(self, self._look, edge=max(1, self.width() // 4))

    def _place(self, piece: QWidget, look: Look) -> QRect:
        width = look.metrics.mm(WIDTH_MM)
        corner = piece.mapTo(self._window, QPoint(0, 0))
        left = corner.x() + piece.width() if look.right_to_left else corner.x() - width
        most = self._window.width() - width
        return QRect(min(max(0, left), most), corner.y(), width, piece.height())


class _Underline(QWidget):
    """A sunny line with a dark edge, below one word."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        _let_touches_through(self)

    def stand_below(self, box: QRect, look: Look) -> None:
        """Be seen below the letters in this box, in pixels of the window."""
        self._look = look
        thick = look.metrics.mm(_UNDERLINE_MM)
        self.setGeometry(box.left(), box.bottom() + 1 - thick // 2, box.width(), thick)
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        if self._look is not None:
            _paint_band(self, self._look, edge=max(1, self.height() // 4))


def piece_read(screen: QWidget, sentence: str) -> QWidget | None:
    """The piece of the screen whose name this sentence is or begins with; of several the longest name."""
    pieces = [
        piece
        for piece in screen.findChildren(QWidget)
        if (name := piece.accessibleName().rstrip("."))
        and sentence.startswith(name)
        and not piece.visibleRegion().isEmpty()
    ]
    return max(pieces, key=lambda piece: len(piece.accessibleName()), default=None)


def boxes_of_word(piece: Words | LineRow | Tile, sentence: str, word: int) -> list[QRect]:
    """Where a word of the sentence stands on the piece, in its own pixels; empty if it does not show that word."""
    said = speakable(sentence).split(" ")
    for number, (text, lines, start, end, left, top) in enumerate(_words_on(piece)):
        if number >= len(said) or text != said[number].strip(_MARKS):
            return []
        if number == word:
            return [box.translated(left, top) for box in lines.boxes_of(start, end)]
    return []


def _words_on(piece: Words | LineRow | Tile) -> Iterator[tuple[str, SetText, int, int, int, int]]:
    """Each word as it is said; its text, where it begins and ends there, and left and top of the text."""
    for lines, left, top in piece.set_texts():
        # A number is one word, however its digits are grouped; the place of each letter has to stay the same.
        whole = SPACE_IN_A_NUMBER.sub(SOFT_HYPHEN, lines.text)
        for found in re.finditer(r"\S+", whole):
            text = speakable(found.group()).strip(_MARKS)
            yield text, lines, found.start(), found.end(), left, top


def _let_touches_through(mark: QWidget) -> None:
    mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    mark.hide()


def _paint_band(mark: QWidget, look: Look, *, edge: int) -> None:
    painter = QPainter(mark)
    painter.fillRect(mark.rect(), colour(look.palette.focus))
    if look.palette.focus_band != look.palette.paper:  # of two colours only, an edge alone would hardly be seen
        painter.fillRect(mark.rect().adjusted(edge, edge, -edge, -edge), colour(look.palette.focus_band))
    painter.end()
