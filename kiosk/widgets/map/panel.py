"""The map with its buttons and the place in words. Whoever cannot drag or tap exactly does everything with buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from accessibility.scanning import Together
from kiosk.viewmodel.intents import Intent, LookAt, PointAt
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.map.view import MapView
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import CLOSE_MM, Face, Style

BESIDE_PART = 0.42
"""Part of a wide screen for the buttons in large type, beside the map."""

FLAT_PART = 0.58
"""The same on a flat screen, where arrows, plus and minus stand in one row."""

_SIGN_MM = 8.0
"""Side of a pictogram that stands alone on a flat screen."""

WORDED_FROM_MM = 300.0
"""Width of a display from which in large type there is room for a word on each of the seven buttons, and for a map."""

_STEPS = {"closer": "plus", "farther": "minus", "here": "place"}
_ARROWS = {"left": "arrow-left", "right": "arrow-right", "up": "arrow-up", "down": "arrow-down"}
_PAIRS_TURNED = ("right", "left", "down", "up")
"""Where writing goes to the left the first stands at the right; an arrow still stands on the side it points to."""

_MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


@dataclass(frozen=True)
class _Press(Intent):
    """A button of the map. It never leaves the panel."""

    control: str


class MapPanel(QWidget):
    """Map, words and buttons below each other; in large type on a wide screen words and buttons beside the map.

    Where words on all buttons would leave no room for the map, arrows, plus and minus stand in one row without them;
    what they are called is said aloud.

    ``controls`` names the buttons: ``closer``, ``farther``, ``here``, ``left``, ``right``, ``up``, ``down``.
    """

    carries_ring = True
    controls_low = True
    scan_together = Together.LINES
    asked = Signal(object)

    def __init__(
        self, map_view: MapView, controls: Mapping[str, str], look: Look, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.map = map_view
        self.map.setParent(self)
        self.words = Words("", look, Rank.STRONG, parent=self)
        metrics = look.metrics
        self._beside = metrics.landscape and (metrics.flat or not metrics.roomy)
        narrow = not self._beside and metrics.width < metrics.mm(WORDED_FROM_MM)
        in_one_row = not metrics.roomy and (narrow or metrics.flat)
        self._controls = controls
        arrows = {name: _ARROWS[name] for name in (_PAIRS_TURNED if look.right_to_left else _ARROWS)}
        steps = dict(_STEPS)
        if in_one_row:
            arrows |= {name: steps.pop(name) for name in ("closer", "farther")}
        self.steps = self._grid(steps, columns=2 if self._beside else 3)
        self.arrows = self._grid(arrows, columns=len(arrows), worded=not (self._beside or in_one_row))
        self.map.moved.connect(self._show_ends)
        self.map.pointed.connect(lambda longitude, latitude: self.asked.emit(PointAt(longitude, latitude)))

    def show_place(self, point: tuple[float, float] | None, words: str) -> None:
        """Show the pin and the place in words; the map stays where it was moved to."""
        self.map.show_point(point)
        self.map.setAccessibleDescription(words)
        if words != self.words.text():
            self.words.show_text(words)
            self._place()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Least height: all buttons, and a map one can make something out on."""
        below = _bottom(self._rows(width))
        least = self.map.heightForWidth(width) + 2 * self.look.metrics.ring
        return max(below, least) if self._beside else least + below

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place everything anew."""
        self._place()

    def _grid(self, controls: Mapping[str, str], *, columns: int, worded: bool = True) -> TileGrid:
        above = not self.look.metrics.landscape and not self.look.metrics.roomy and len(controls) > 1
        style = Style(centred=True, above=above)
        if not worded and self.look.metrics.flat:
            # Without words their size says nothing about that of the pictogram.
            style = Style(centred=True, title_px=1, picture_mm=_SIGN_MM, padding_mm=CLOSE_MM)
        grid = TileGrid(self.look, style, columns=columns, justified=True, parent=self)
        grid.show_entries(
            [(self._face(name, pictogram, worded), _Press(name), False, True) for name, pictogram in controls.items()]
        )
        grid.asked.connect(self._press)
        return grid

    def _face(self, control: str, pictogram: str, worded: bool) -> Face:
        name = self._controls.get(control, control)
        return Face(name if worded else "", pictogram=pictogram, name=name)

    def _press(self, press: _Press) -> None:
        if press.control == "here":
            self.map.point_here()
            return
        if press.control in _MOVES:
            self.map.move_by(*_MOVES[press.control])
        else:
            {"closer": self.map.go_closer, "farther": self.map.go_farther}[press.control]()
        self.asked.emit(LookAt(*self.map.viewport.centre))

    def _column(self, width: int) -> int:
        """Width of words and buttons."""
        if not self._beside:
            return width
        return round(width * (FLAT_PART if self.look.metrics.flat else BESIDE_PART))

    def _rows(self, width: int) -> list[tuple[QWidget, QRect]]:
        """Words and buttons with their places in a column of their own."""
        metrics = self.look.metrics
        # Where everything has to be within reach the rows are closer; the room for two rings is between them still.
        gap, ring = metrics.gap // 2 if metrics.low else metrics.gap, metrics.ring
        column, top = self._column(width), 0
        rows: list[tuple[QWidget, QRect]] = []
        for part, inset in ((self.words, ring), (self.steps, 0), (self.arrows, 0)):
            height = part.heightForWidth(column - 2 * inset)
            rows.append((part, QRect(inset, top, column - 2 * inset, height)))
            top += height + (gap if height else 0)
        return rows

    def _place(self) -> None:
        width, height, ring = self.width(), self.height(), self.look.metrics.ring
        if width <= 0:
            return
        rows = self._rows(width)
        left, top = width - self._column(width), height - _bottom(rows)
        whole = QRect(0, 0, left - self.look.metrics.gap, height) if self._beside else QRect(0, 0, width, top)
        self._put(self.map, whole.adjusted(ring, ring, -ring, -ring))
        for part, place in rows:
            self._put(part, place.translated(left, top))
        self._show_ends()

    def _show_ends(self) -> None:
        """What would change nothing cannot be pressed; but keys are not thrown off a button they are on."""
        closer, farther = self._tile("closer"), self._tile("farther")
        closer.setEnabled(closer.hasFocus() or not self.map.viewport.at_nearest)
        farther.setEnabled(farther.hasFocus() or not self.map.viewport.at_farthest)

    def _tile(self, control: str) -> Tile:
        return next(tile for tile in (*self.steps.tiles, *self.arrows.tiles) if tile.intent == _Press(control))

    def _put(self, part: QWidget, place: QRect) -> None:
        if self.look.right_to_left and self._beside:
            place.moveLeft(self.width() - place.x() - place.width())
        part.setGeometry(place)


def _bottom(rows: list[tuple[QWidget, QRect]]) -> int:
    """Where the last row ends."""
    return max(place.y() + place.height() for _, place in rows)
