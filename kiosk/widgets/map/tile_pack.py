"""A pack of map tiles as it lies on the disk (MBTiles 1.3, raster): tiles out of it, a few at a time. No painting.

The file may have many megabytes and is never read as a whole. Opened for each look and closed again: nothing is kept
but what was asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sync.sqlite_files import open_read_only

Tile = tuple[int, int, int]
"""Zoom, column from the west, row from the north (XYZ)."""

_MOST_ZOOM = 24


@dataclass(frozen=True)
class TilePack:
    """One pack: its zooms, from which it can be scaled, and whose map it is."""

    path: Path
    least_zoom: int
    most_zoom: int
    attribution: str

    def tiles(self, wanted: Collection[Tile]) -> Mapping[Tile, bytes]:
        """The pictures of those tiles that the pack has, encoded as they lie there."""
        found = {}
        try:
            with closing(_opened(self.path)) as database:
                for zoom, column, row in wanted:
                    # Rows of a pack are counted from the south.
                    at = (zoom, column, (1 << zoom) - 1 - row)
                    one = database.execute(
                        "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?", at
                    ).fetchone()
                    if one is not None and isinstance(one[0], bytes):
                        found[zoom, column, row] = one[0]
        except sqlite3.Error:
            pass  # a pack that cannot be read has no tiles: the sketch is seen instead
        return found


def open_pack(path: Path) -> TilePack | None:
    """The pack at this place; None when it is none that can be painted, such as one of vectors."""
    try:
        with closing(_opened(path)) as database:
            said = dict(database.execute("SELECT name, value FROM metadata").fetchall())
            least, most = database.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    except sqlite3.Error:
        return None
    if said.get("format") not in ("png", "jpg", "jpeg", "webp") or not _is_zoom(least) or not _is_zoom(most):
        return None
    return TilePack(path, least, most, str(said.get("attribution", "")))


def _is_zoom(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= _MOST_ZOOM


def _opened(path: Path) -> sqlite3.Connection:
    return open_read_only(path, is_immutable=True)
