"""Blocks below each other and tiles in a grid. Positions only: what a block shows is its own business.

A block is a widget that answers ``heightForWidth``. It may answer ``breaks(width)``: heights at which a page may end
inside it. Tiles are wider than what they paint by the room for the focus ring; text is moved in by the same length, so
that the edges of both stand in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.viewmodel.intents import Intent
from kiosk.widgets.theme import Look
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import Face, Style

if TYPE_CHECKING:
    from kiosk.viewmodel.views import Choice


def breaks_of(block: QWidget, width: int) -> list[int]:
    """Where a page may end inside a block; nowhere unless the block says so."""
    breaks: Callable[[int], list[int]] | None = getattr(block, "breaks", None)
    return breaks(width) if breaks else []


def face_of_choice(choice: Choice) -> Face:
    """What stands on the tile of a choice."""
    return Face(
        choice.title,
        choice.about,
        choice.note,
        choice.pictogram,
        badge=choice.badge,
        state=choice.state,
        accent=choice.accent,
        picture=choice.picture,
    )


_MOST_BESIDE_MM, _MOST_BESIDE_FLAT_MM = 42.0, 26.0
"""Height of tiles beside each other on a compact screen in large letters, and on one that lies: higher ones have a row
each, which a page may part where it has to."""


class TileGrid(QWidget):
    """Tiles of one style in as many columns as fit without tearing a word, at most ``columns``.

    ``justified``: the tiles of a last row that is not full are wider, so that no hole is left.
    """

    asked = Signal(object)
    carries_ring = True
    numbered = True

    def __init__(
        self,
        look: Look,
        style: Style,
        *,
        columns: int = 1,
        tile: type[Tile] = Tile,
        justified: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.style_ = style
        self._tile = tile
        self._justified = justified
        self.tiles: list[Tile] = []
        self._most_columns = columns
        self.called = ""
        """What the list is called for whoever does not see the words above it."""
        self.takes_every_tap = False
        """The same tile tapped twice in a row is meant twice."""
        self.answers = False
        """The person answers with these: they are in view before an explanation is long."""
        self.may_come_last = False
        """Other ways to answer: where room is scarce they stand behind the answers."""
        self._most_px = 0
        self._rows: dict[tuple[int, int], tuple[int, list[int], list[Style]]] = {}

    def set_in(self, style: Style, *, columns: int) -> None:
        """Set the tiles in this style from now on, in at most so many columns. Whoever arranges the page asks anew."""
        if (style, columns) != (self.style_, self._most_columns):
            self.style_, self._most_columns = style, columns
            self._rows.clear()
            self._place()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show these. The tiles stay the same widgets as long as the same things are to be chosen from."""
        entries = [
            (
                face_of_choice(choice),
                choice.intent,
                choice.chosen,
                choice.enabled,
            )
            for choice in choices
        ]
        self.show_entries(entries)

    def show_entries(self, entries: Sequence[tuple[Face, Intent, bool, bool]]) -> None:
        """Show these: face, what it asks for, whether it is chosen, whether it can be used."""
        self._rows.clear()
        if [tile.intent for tile in self.tiles] != [intent for _, intent, _, _ in entries]:
            self._make(entries)
        for tile, (face, intent, chosen, enabled) in zip(self.tiles, entries, strict=True):
            tile.show_face(face, intent, chosen=chosen, enabled=enabled)
        self._place()

    def keep_within(self, height: int) -> None:
        """Where a tile would be higher than this, in pixels, none says more than it has to; 0: any height will do."""
        self._most_px = height

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows and the gaps between them."""
        _, heights, _ = self._measure(width)
        return sum(heights) + self.look.metrics.gap * max(0, len(heights) - 1)

    def breaks(self, width: int) -> list[int]:
        """A page may end after each row."""
        ends, top = [], 0
        for height in self._measure(width)[1]:
            top += height
            ends.append(top)
            top += self.look.metrics.gap
        return ends

    def ends_within(self, width: int, room: int) -> list[int]:
        """Where lines end on tiles higher than the room of a page, but for the last line of each."""
        columns, heights, styles = self._measure(width)
        ends, top = [], 0
        for row, height in enumerate(heights):
            if height > room and columns == 1:
                self.tiles[row].set_in(styles[row])
                ends += [top + end for end in self.tiles[row].line_ends(width, height)[:-1]]
            top += height + self.look.metrics.gap
        return ends

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the tiles anew."""
        self._place()

    def _make(self, entries: Sequence[tuple[Face, Intent, bool, bool]]) -> None:
        for tile in self.tiles:
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        for face, intent, chosen, enabled in entries:
            tile = self._tile(face, intent, self.look, self.style_, chosen=chosen, enabled=enabled, parent=self)
            tile.clicked.connect(lambda _=False, tile=tile: self.asked.emit(tile.intent))
            if self.isVisible():
                tile.show()
            self.tiles.append(tile)

    def _column_width(self, width: int, columns: int) -> int:
        return (width - (columns - 1) * self.look.metrics.gap) // columns

    def _measure(self, width: int) -> tuple[int, list[int], list[Style]]:
        """How many columns at this width, the heights of the rows, and how the tiles of each are set."""
        key = width, self._most_px
        if key not in self._rows:
            made = self._set_rows(width, self.style_)
            if 0 < self._most_px < max(made[1], default=0):
                made = self._set_rows(width, replace(self.style_, terse=True))
            self._rows[key] = made
        return self._rows[key]

    def _set_rows(self, width: int, style: Style) -> tuple[int, list[int], list[Style]]:
        for tile in self.tiles:
            tile.set_in(style)
        columns = max(1, min(self._most_columns, len(self.tiles)))
        while columns > 1 and self.is_too_narrow(self._column_width(width, columns)):
            columns -= 1
        if self._justified:
            columns = _even(len(self.tiles), columns)
        column = self._column_width(width, columns)
        rows = [self.tiles[i : i + columns] for i in range(0, len(self.tiles), columns)]
        styles = [set_alike(row, style, [column] * len(row)) for row in rows]
        heights = [max(tile.heightForWidth(column) for tile in row) for row in rows]
        return columns, heights, styles

    def is_too_narrow(self, column: int) -> bool:
        """Some tile would tear a word in a column of this width, or be too high."""
        metrics = self.look.metrics
        most = metrics.mm(_MOST_BESIDE_FLAT_MM if metrics.flat else _MOST_BESIDE_MM) if metrics.signs_alone else 0
        return any(tile.breaks_a_word(column) or 0 < most < tile.heightForWidth(column) for tile in self.tiles)

    def _place(self) -> None:
        if not self.tiles or self.width() <= 0:
            return
        columns, heights, styles = self._measure(self.width())
        gap = self.look.metrics.gap
        spare = max(0, self.height() - self.heightForWidth(self.width())) // len(heights)
        most = self.look.metrics.mm(self.style_.most_height_mm) if self.style_.most_height_mm else 0
        top = 0
        for row, least in enumerate(heights):
            height = max(least, min(least + spare, most))
            in_row = self.tiles[row * columns : (row + 1) * columns]
            places = len(in_row) if self._justified else columns
            for at, tile in enumerate(in_row):
                place = places - 1 - at if self.look.right_to_left else at
                left = place * (self.width() + gap) // places
                tile.set_in(styles[row])
                tile.setGeometry(left, top, self._column_width(self.width(), places), height)
            top += height + gap


def set_alike(row: Sequence[Tile], style: Style, widths: Sequence[int]) -> Style:
    """Set the tiles of one row alike: where one has its pictogram on top of its words, all have."""
    above = style.above or any(tile.goes_above(width) for tile, width in zip(row, widths, strict=True))
    alike = replace(style, above=above)
    for tile in row:
        tile.set_in(alike)
    return alike


def _even(count: int, columns: int) -> int:
    """As many columns as make rows of about the same length without more rows: five in four columns are 3 and 2."""
    return ceil(count / ceil(count / columns)) if count else columns


class Spring(QWidget):
    """Nothing to see: among the stretching blocks of a page it pushes what follows down to where hands are."""

    def hasHeightForWidth(self) -> bool:
        """The height is always the same."""
        return True

    def heightForWidth(self, _width: int) -> int:
        """The least there is; a page gives it what is left."""
        return 1


class Stack(QWidget):
    """Blocks below each other. What is left of a given height goes to the blocks that may stretch."""

    carries_ring = True

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.blocks: list[QWidget] = []
        self._stretching: list[QWidget] = []

    def put(self, blocks: Sequence[QWidget], *, stretching: Sequence[QWidget] = ()) -> None:
        """Stand these below each other; ``stretching`` are those of them that take what height is left.

        Blocks that stood here before are hidden; whoever made them throws them away or puts them elsewhere.
        """
        for block in self.blocks:
            if block not in blocks and block.parent() is self:
                block.hide()
        self.blocks, self._stretching = list(blocks), list(stretching)
        for block in self.blocks:
            if block.parent() is not self:
                block.setParent(self)
                block.show()

    def keep_within(self, height: int) -> None:
        """No page is higher than this, in pixels; 0: it may be of any height. Blocks that can be lower then are."""
        for block in self.blocks:
            if keep := getattr(block, "keep_within", None):
                keep(height)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All blocks and the space between them."""
        return max((bottom for _, _, bottom in self._spans(width, 0)), default=0)

    def breaks(self, width: int) -> list[int]:
        """A page may end after each block, and where blocks say so, but not behind a block that ``leads`` the next."""
        ends: list[int] = []
        spans = self._spans(width, 0)
        for at, (block, top, bottom) in enumerate(spans):
            ends += [top + end for end in breaks_of(block, self._block_width(block, width)) if end < bottom - top]
            if not getattr(block, "leads", False) or at == len(spans) - 1:
                ends.append(bottom)
        return ends

    def breaks_in(self, block: QWidget, width: int) -> list[int]:
        """Where a page may end within this block or behind it."""
        for other, top, bottom in self._spans(width, 0):
            if other is block:
                return [top + end for end in breaks_of(block, self._block_width(block, width))] or [bottom]
        return []

    def breaks_behind_leads(self, width: int) -> list[int]:
        """Where a block that leads the next one ends: there a page may end only where the two do not fit on one."""
        return [bottom for block, _, bottom in self._spans(width, 0) if getattr(block, "leads", False)]

    def breaks_in_pieces(self, width: int, room: int) -> list[int]:
        """Where rows or lines end of pieces that are higher than all the room of a page."""
        return [
            top + end
            for block, top, _ in self._spans(width, 0)
            if (ends_within := getattr(block, "ends_within", None))
            for end in ends_within(self._block_width(block, width), room)
        ]

    def breaks_between_lines(self, width: int) -> set[int]:
        """Those of the breaks where the next line or row follows at once: in a text, between ``closely_set`` keys."""
        return {
            top + end
            for block, top, bottom in self._spans(width, 0)
            if isinstance(block, QLabel) or getattr(block, "closely_set", False)
            for end in breaks_of(block, self._block_width(block, width))
            if end < bottom - top
        }

    def tallest_piece(self, width: int) -> int:
        """Height of the tallest piece that no page may cut."""
        ends = self.breaks(width)
        return max((end - before for before, end in zip([0, *ends], ends, strict=False)), default=0)

    def arrange(self, width: int, height: int) -> None:
        """Take this size and place the blocks in it."""
        self.resize(width, max(height, self.heightForWidth(width)))
        spans = self._spans(width, height)
        shown = [block for block, _, _ in spans]
        for block in self.blocks:
            block.setVisible(block in shown)
        for block, top, bottom in spans:
            inset = (width - self._block_width(block, width)) // 2
            block.setGeometry(inset, top, self._block_width(block, width), bottom - top)

    def _block_width(self, block: QWidget, width: int) -> int:
        return width if getattr(block, "carries_ring", False) else width - 2 * self.look.metrics.ring

    def _spans(self, width: int, height: int) -> list[tuple[QWidget, int, int]]:
        """Each block with something to show, its top and its bottom."""
        heights = {block: block.heightForWidth(self._block_width(block, width)) for block in self.blocks}
        shown = [block for block in self.blocks if heights[block] > 0]
        space = self.look.metrics.space
        spare = height - sum(heights[block] for block in shown) - space * max(0, len(shown) - 1)
        takers = [block for block in shown if block in self._stretching]
        spans, top = [], 0
        for block in shown:
            extra = spare // len(takers) if block in takers and spare > 0 else 0
            bottom = top + heights[block] + extra
            spans.append((block, top, bottom))
            top = bottom + space
        return spans
