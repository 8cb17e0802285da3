"""The aids (language, read aloud, larger, contrast, help) in one bar that never moves.

Each aid has its place for the whole visit: whoever taps "larger" again and again taps nothing else. The places are made
for the largest letters with which the bar leaves room for the page; in larger ones pictograms alone stand there, as
large as the words were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from accessibility.contrast import palette
from accessibility.metrics import Metrics
from accessibility.profile import TextSize, Theme
from accessibility.scanning import Together
from kiosk.viewmodel.views import Action
from kiosk.widgets.theme import OWN_PICTOGRAMS, Look
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import Face, Setter, Style, title_px_for_sign

MOST_PART, MOST_PART_OF_LARGE, MOST_PART_LOW = 0.12, 0.105, 0.16
"""Of the height within reach, what the bar takes at most so that words fit: those of the usual size, larger ones, and
any in a layout for low reach, where it stands in one row."""

_PADDING_MM = 2.2
"""Inside the buttons, at every size: less than in other tiles, for the words have little room."""

_ICON_ROW_MM = 16.0
"""Height of the bar where its words would be too large in every size of letters."""

ButtonWords = tuple[tuple[str, ...], ...]
"""For each aid the word on its button, and the one that may stand there later."""

_STYLES = (Style(centred=True), Style(above=True))
"""Pictogram beside the words, and above them."""


def face_of(action: Action) -> Face:
    """What stands on the button of an action."""
    return Face(action.label, pictogram=action.pictogram, name=action.name)


@dataclass(frozen=True)
class BarPlaces:
    """Where the aids stand: in so many columns, in rows of this height. A last row that is not full has wider ones."""

    columns: int
    row: int

    def rects(self, count: int, width: int, gap: int, *, right_to_left: bool) -> Iterator[QRect]:
        """The places of so many aids, in reading order."""
        for first in range(0, count, self.columns):
            in_row = min(self.columns, count - first)
            column = (width - (in_row - 1) * gap) // in_row
            top = first // self.columns * (self.row + gap)
            for at in range(in_row):
                place = in_row - 1 - at if right_to_left else at
                yield QRect(place * (width + gap) // in_row, top, column, self.row)

    def height(self, count: int, gap: int) -> int:
        """Of all rows."""
        rows = -(-count // self.columns)
        return rows * self.row + (rows - 1) * gap


@lru_cache(maxsize=64)
def places_for(words: ButtonWords, metrics: Metrics, width: int) -> BarPlaces:
    """The places for buttons that show these words, each one or the other.

    ``metrics`` are those of the display in any one size of letters: what follows is the same for all of them.
    """
    columns = (len(words),) if metrics.low else (len(words), (len(words) + 1) // 2)
    for size in reversed(TextSize):
        look = _close(Look(metrics.at_size(size), palette(Theme.DEFAULT), OWN_PICTOGRAMS))
        rows = {
            places: places.height(len(words), look.metrics.gap)
            for count, style in product(columns, _STYLES)
            if (places := BarPlaces(count, _row_for(words, style, look, count, width))).row
        }
        if rows and min(rows.values()) <= _most_part(look.metrics) * (metrics.height - metrics.reach_top):
            return min(rows, key=lambda places: rows[places])
    return BarPlaces(len(words), metrics.mm(_ICON_ROW_MM))


def _most_part(metrics: Metrics) -> float:
    if metrics.low:
        return MOST_PART_LOW
    return MOST_PART if metrics.roomy else MOST_PART_OF_LARGE


def _close(look: Look) -> Look:
    return replace(look, metrics=replace(look.metrics, padding=look.metrics.mm(_PADDING_MM)))


def _row_for(words: ButtonWords, style: Style, look: Look, columns: int, width: int) -> int:
    """How high a row has to be for these words in this style; 0 where they do not fit into so many columns."""
    rects = list(BarPlaces(columns, 0).rects(len(words), width, look.metrics.gap, right_to_left=False))
    row = 0
    for rect, shown in zip(rects, words, strict=True):
        for word in shown:
            setter = Setter(Face(word, pictogram="help"), style, look)
            setting = setter.set(rect.width())
            if setting.breaks_a_word or setter.goes_above(rect.width()):
                return 0
            row = max(row, setting.height)
    return row


class AidsBar(QWidget):
    """All aids, in one row or two. In which, and how high, the display and the language decide, not the letters."""

    asked = Signal(object)
    carries_ring = True
    scan_rank = 3
    scan_together = Together.ALL

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The words of the bar are few and known, and there has to be room for them: no script makes them larger.
        self.look = _close(replace(look, metrics=look.metrics.with_usual_letters))
        self.tiles: list[Tile] = []
        self._aids: tuple[Action, ...] = ()

    def show_aids(self, aids: Sequence[Action]) -> None:
        """Show these aids. The buttons stay the same as long as there are as many."""
        self._aids = tuple(aids)
        for tile in self.tiles[len(aids) :]:
            tile.hide()
            tile.deleteLater()
        del self.tiles[len(aids) :]
        for aid in aids[len(self.tiles) :]:
            tile = Tile(face_of(aid), aid.intent, self.look, _STYLES[0], parent=self)
            tile.clicked.connect(lambda _=False, tile=tile: self.asked.emit(tile.intent))
            if self.isVisible():
                tile.show()
            self.tiles.append(tile)
        self._place()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of all rows; nothing where there are no aids."""
        return self._places(width).height(len(self._aids), self.look.metrics.gap) if self._aids else 0

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the buttons anew."""
        self._place()

    @property
    def _words(self) -> ButtonWords:
        return tuple((aid.label, aid.other_label) if aid.other_label else (aid.label,) for aid in self._aids)

    def _places(self, width: int) -> BarPlaces:
        return places_for(self._words, self.look.metrics, width)

    def _place(self) -> None:
        if not self._aids or self.width() <= 0:
            return
        look, places = self.look, self._places(self.width())
        style, with_words = self._style(places)
        rects = places.rects(len(self._aids), self.width(), look.metrics.gap, right_to_left=look.right_to_left)
        for tile, aid, rect in zip(self.tiles, self._aids, rects, strict=True):
            face = face_of(aid)
            tile.set_in(style)
            tile.show_face(face if with_words else replace(face, title="", name=face.name or face.title), aid.intent)
            tile.setEnabled(aid.enabled)
            tile.setGeometry(rect)

    def _style(self, places: BarPlaces) -> tuple[Style, bool]:
        """How the aids are set in their places, and whether there is room for words."""
        metrics = self.look.metrics
        for style in _STYLES if metrics.landscape else reversed(_STYLES):
            if 0 < _row_for(self._words, style, self.look, places.columns, self.width()) <= places.row:
                return style, True
        room = places.row - 2 * (metrics.ring + metrics.padding)
        return replace(_STYLES[0], title_px=title_px_for_sign(room)), False
