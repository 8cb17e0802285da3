"""The ways from a page: the one main action, and back, home and end visit. Always at the same places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from accessibility.profile import Layout
from kiosk.viewmodel.views import Action, Frame
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.stack_and_grid import set_alike
from kiosk.widgets.theme import Look
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import Style, TileKind

_PARTS = {"back": 0.19, "end": 0.22, "home": 0.22, "main": 0.37}
"""Of one row. The way out of the visit is not beside the one that is used most: there a trembling hand may miss."""

_LOW_PARTS = {"main": 0.37, "back": 0.19, "home": 0.22, "end": 0.22}
"""Of one row in a layout for one hand, from the side of that hand."""

_LEAST_PARTS, _STEP = {"main": 0.28, "back": 0.15, "home": 0.18, "end": 0.18}, 0.01
"""Of one row: each keeps so much, and gives in such steps to a way whose word is too long for its part."""

_QUIET = Style(centred=True)
"""Of every way but the main one."""

_BARE = Style(centred=True, bare=True)

_SIGN_MM = 17.0
"""Width of a way that shows a pictogram alone."""

_Places = list[tuple[Tile, int, int, int, int]]


class Ways(QWidget):
    """Portrait: the main action over the whole width, the others in a row below. Landscape: all in one row.

    In a layout for one hand the main action and the way back are on the side of that hand.
    """

    asked = Signal(object)
    carries_ring = True
    scan_rank = 2

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._tiles: dict[str, Tile] = {}
        self._actions: dict[str, Action] = {}
        self.spares_room = False
        """On a compact screen, where everything has to be seen whole: the ways take one row in every size."""

    def show_frame(self, frame: Frame) -> None:
        """Show the ways of a frame. An action that is None leaves its place empty."""
        actions = {"back": frame.back, "home": frame.home, "end": frame.end, "main": frame.main}
        self._actions = {place: action for place, action in actions.items() if action is not None}
        for place, action in actions.items():
            if action is None:
                if tile := self._tiles.pop(place, None):
                    tile.hide()
                    tile.deleteLater()
                continue
            self._show(place, action)
        self._place()

    @property
    def tiles(self) -> list[Tile]:
        """The buttons there are, the main action first."""
        return [self._tiles[place] for place in ("main", "back", "home", "end") if place in self._tiles]

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of one row or two; nothing where there is no way."""
        return _lower_end(self._places(width))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the buttons anew."""
        self._place()

    def _show(self, place: str, action: Action) -> None:
        if place not in self._tiles:
            tile = Tile(face_of(action), action.intent, self.look, _QUIET, parent=self)
            tile.clicked.connect(lambda _=False, tile=tile: self.asked.emit(tile.intent))
            if self.isVisible():
                tile.show()
            self._tiles[place] = tile
        if place == "main":
            kind = TileKind.WAITING if action.waits else TileKind.MAIN
            title_px, least = self.look.metrics.title_px, 0 if self.look.metrics.compact else 26
            self._tiles[place].set_in(Style(kind, title_px=title_px, centred=True, least_height_mm=least))
        self._tiles[place].show_face(face_of(action), action.intent, enabled=action.enabled)

    def _place(self) -> None:
        for tile, left, top, width, height in self._places(self.width()):
            tile.setGeometry(self.width() - left - width if self._from_the_right else left, top, width, height)

    @property
    def _from_the_right(self) -> bool:
        """Places are counted from the right edge: where writing begins there, or the hand is on that side."""
        metrics = self.look.metrics
        return metrics.layout is Layout.LOW_RIGHT if metrics.low else self.look.right_to_left

    def _places(self, width: int) -> _Places:
        if not self._tiles or width <= 0:
            return []
        metrics = self.look.metrics
        self._show_words(True)
        if not (metrics.signs_alone or (metrics.compact and self.spares_room)):
            places = self._one_row(width) if metrics.landscape else self._two_rows(width)
            if not metrics.compact or not any(tile.breaks_a_word(wide) for tile, _, _, wide, _ in places):
                return places
        return self._signs_in_one_row(width)

    def _show_words(self, shown: bool) -> None:
        """On the quiet ways; without words they are named all the same."""
        for place, tile in self._tiles.items():
            face = face_of(self._actions[place])
            if place != "main":
                tile.show_face(
                    face if shown else replace(face, title="", name=face.name or face.title), enabled=tile.isEnabled()
                )

    def _signs_in_one_row(self, width: int) -> _Places:
        """Pictograms alone on the quiet ways leave room for the main action beside them; else it stands above."""
        self._show_words(False)
        metrics, gap = self.look.metrics, self.look.metrics.gap
        side = metrics.mm(_SIGN_MM)
        main = self._tiles.get("main")
        beside = width - 3 * (side + gap)
        order = _LOW_PARTS if metrics.low else _PARTS
        if main is not None and main.breaks_a_word(beside):
            above = self._row({"main": (0, width)}, 0)
            third = (width - 2 * gap) // 3
            spans = {place: at * (third + gap) for at, place in enumerate(p for p in order if p != "main")}
            below = self._row({place: (left, third) for place, left in spans.items()}, above[0][4] + gap)
            return above + below
        places, left = {}, 0
        for place in order:
            wide = beside if place == "main" else side
            places[place] = (left, wide)
            left += wide + gap
        return self._row(places, 0)

    def _one_row(self, width: int) -> _Places:
        """Each way has its part of the row, whether the others are there or not; the main action has the last."""
        room = width - 3 * self.look.metrics.gap
        splits = [self._untorn(parts, room) for parts in self._splits()]
        lowest = min(splits, key=lambda parts: _lower_end(self._in_parts(parts, width))) if splits[1:] else splits[0]
        return self._in_parts(lowest, width)

    def _splits(self) -> Sequence[Mapping[str, float]]:
        """How a row may be parted, the usual way first: on a low screen the main action may be wider if that saves a
        line of its words."""
        parts = _LOW_PARTS if self.look.metrics.low else _PARTS
        if not self.look.metrics.flat:
            return (parts,)
        least = {place: _LEAST_PARTS[place] for place in parts if place != "main"}
        return parts, {**parts, **least, "main": 1 - sum(least.values())}

    def _in_parts(self, parts: Mapping[str, float], width: int) -> _Places:
        gap = self.look.metrics.gap
        places, left = {}, 0
        last = list(parts)[-1]
        for place, part in parts.items():
            right = width if place == last else left + round((width - (len(parts) - 1) * gap) * part)
            places[place] = (left, right - left)
            left = right + gap
        return self._row(places, 0, low=self.look.metrics.flat)

    def _untorn(self, usual: Mapping[str, float], width: int) -> Mapping[str, float]:
        """The part of each way; who has room to give, the main action first, gives what others need to tear no word."""
        parts = dict(usual)
        for place, tile in self._tiles.items():
            while tile.breaks_a_word(round(width * parts[place])) and (giver := self._giver(place, width, parts)):
                parts[place] += _STEP
                parts[giver] -= _STEP
        return parts

    def _giver(self, to: str, width: int, parts: dict[str, float]) -> str:
        """Who can give a little without tearing a word of its own; empty for nobody."""
        for place in ("main", "home", "back", "end"):
            tile, less = self._tiles.get(place), parts[place] - _STEP
            whole = tile is None or not tile.breaks_a_word(round(width * less))
            if place != to and whole and less >= _LEAST_PARTS[place]:
                return place
        return ""

    def _two_rows(self, width: int) -> _Places:
        gap = self.look.metrics.gap
        main = self._row({"main": (0, width)}, 0)
        top = main[0][4] + gap if main else 0
        third = (width - 2 * gap) // 3
        if any(tile.breaks_a_word(third) for place, tile in self._tiles.items() if place != "main"):
            return main + self._in_halves(width, top)
        thirds = {"back": (0, third), "home": (third + gap, third), "end": (2 * (third + gap), third)}
        return main + self._row(thirds, top, low=self.look.metrics.low)

    def _in_halves(self, width: int, top: int) -> _Places:
        """Letters too large for three beside each other: two, and the third below them."""
        gap = self.look.metrics.gap
        half = (width - gap) // 2
        first, second = (0, half), (half + gap, half)
        if "back" not in self._tiles or "home" not in self._tiles:
            return self._row({"back": first, "home": first, "end": second}, top)
        above = self._row({"back": first, "home": second}, top, low=True)
        end = max(below + height for _, _, below, _, height in above) + gap
        return above + self._row({"end": second}, end, low=True)

    def _row(self, places: dict[str, tuple[int, int]], top: int, *, low: bool = False) -> _Places:
        """``low``: where the row is lower without pictograms, the words stand alone."""
        present = [(self._tiles[place], *span) for place, span in places.items() if place in self._tiles]
        quiet = [(tile, wide) for tile, _, wide in present if tile is not self._tiles.get("main")]
        for tile, _ in quiet:
            tile.set_in(_QUIET)
        if quiet and not quiet[0][0].face.title:
            return self._row_of_signs(present, top)
        set_alike([tile for tile, _ in quiet], _QUIET, [wide for _, wide in quiet])
        height = _height(present)
        if low:
            alike = [tile.style_ for tile, _ in quiet]
            for tile, _ in quiet:
                tile.set_in(_BARE)
            if _height(present) < height:
                height = _height(present)
            else:
                for (tile, _), style in zip(quiet, alike, strict=True):
                    tile.set_in(style)
        return [(tile, left, top, wide, height) for tile, left, wide in present]

    def _row_of_signs(self, present: list[tuple[Tile, int, int]], top: int) -> _Places:
        """As high as the main action, and pictograms as large as its letters."""
        height = _height(present)
        return [(tile, left, top, wide, height) for tile, left, wide in present]


def _lower_end(places: _Places) -> int:
    return max((top + height for _, _, top, _, height in places), default=0)


def _height(row: Sequence[tuple[Tile, int, int]]) -> int:
    return max((tile.heightForWidth(wide) for tile, _, wide in row), default=0)
