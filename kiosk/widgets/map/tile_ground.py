"""The ground of the map from a pack of tiles. Where the pack has nothing, the drawn sketch is seen.

Pictures cannot be told apart by pattern, nor take the ink of a theme: in the themes of two colours the sketch is the
ground (R12).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from kiosk.widgets.map.projection import EARTH_METRES, Box, Viewport
from kiosk.widgets.map.tile_pack import Tile, TilePack

TILE_PX = 256

LARGEST = 3.0
"""A pixel of the pack is so many pixels of the screen at most: its letters are made for a telephone held near."""
USUAL = 1.5
"""And so many at least, as long as the pack has tiles near enough."""

KEPT_PIXELS = 12_000_000
"""Of tiles kept in memory as they are painted: 48 MB, some four screens of them."""


class PaintedGround(Protocol):
    """Whatever can paint what a viewport shows."""

    def paint(self, painter: QPainter, view: Viewport, /) -> None:
        """Paint it, from the painter's origin."""


class TileGround:
    """Paints a pack over another ground."""

    def __init__(self, pack: TilePack, below: PaintedGround) -> None:
        self.pack = pack
        self._below = below
        self._kept: OrderedDict[tuple[Tile, int], QPixmap | None] = OrderedDict()

    def nearest_metres(self, box: Box) -> float:
        """How many metres a pixel of the screen is at the nearest."""
        middle = math.radians((box[1] + box[3]) / 2)
        return EARTH_METRES * math.cos(middle) / (TILE_PX << self.pack.most_zoom) / LARGEST

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Paint what the viewport shows, from the painter's origin."""
        zoom = self._zoom_for(view)
        side = view.scale / (1 << zoom)
        left, top = view.x * view.scale - view.width / 2, view.y * view.scale - view.height / 2
        first, last = math.floor(left / side), math.floor((left + view.width) / side)
        upper, lower = math.floor(top / side), math.floor((top + view.height) / side)
        wanted = [(zoom, column, row) for row in range(upper, lower + 1) for column in range(first, last + 1)]
        size = math.ceil(side)
        self._fetch(wanted, size)
        pictures = [(tile, self._kept[tile, size]) for tile in wanted]
        if any(picture is None for _, picture in pictures):
            self._below.paint(painter, view)
        for (_, column, row), picture in pictures:
            if picture is not None:
                # At whole pixels: no seam is seen between two of them, and nothing is scaled again.
                painter.drawPixmap(round(column * side - left), round(row * side - top), picture)
        self._forget(len(wanted))

    def _zoom_for(self, view: Viewport) -> int:
        """The nearest zoom whose tiles are enlarged enough to be read."""
        wanted = math.floor(math.log2(view.scale / TILE_PX / USUAL))
        return max(self.pack.least_zoom, min(wanted, self.pack.most_zoom))

    def _fetch(self, wanted: list[Tile], size: int) -> None:
        missing = [tile for tile in wanted if (tile, size) not in self._kept]
        found = self.pack.tiles(missing) if missing else {}
        for tile in missing:
            self._kept[tile, size] = _scaled(found[tile], size) if tile in found else None
        for tile in wanted:
            self._kept.move_to_end((tile, size))

    def _forget(self, in_use: int) -> None:
        kept = sum(size * size for (_, size), picture in self._kept.items() if picture)
        while kept > KEPT_PIXELS and len(self._kept) > in_use:
            (_, size), picture = self._kept.popitem(last=False)
            kept -= size * size if picture else 0


def _scaled(data: bytes, size: int) -> QPixmap | None:
    """A tile as it is painted; None for one that is no picture."""
    read = QPixmap()
    if not read.loadFromData(data) or read.width() > 4 * TILE_PX:
        return None
    scaled = QPixmap(size, size)
    painter = QPainter(scaled)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(QRectF(0, 0, size, size), read, QRectF(read.rect()))
    painter.end()
    return scaled
