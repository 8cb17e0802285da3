"""Packs of map tiles for tests and measurements, in colours that tell one tile from the next."""

from __future__ import annotations

import sqlite3
import struct
import zlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sync.hub.content.map_building import Box, tiles_of


def png_tile(red: int, green: int, blue: int, *, side: int = 256) -> bytes:
    """A picture of one colour, with a line at its upper edge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + (bytes((0, 0, 0)) if not row else bytes((red, green, blue))) * side for row in range(side))
    heading = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + heading + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PNG_TILE = png_tile(200, 220, 240)


def make_pack(path: Path, box: Box, zooms: tuple[int, int], *, attribution: str = "© the city") -> Path:
    """A pack with every tile of the box; its colour says where it lies."""
    rows = (
        (zoom, column, (1 << zoom) - 1 - row, png_tile(40 * zoom % 256, 37 * column % 256, 53 * row % 256))
        for zoom, column, row in tiles_of(box, zooms)
    )
    return write_pack(path, rows, attribution=attribution)


def write_pack(path: Path, rows: Iterable[tuple[int, int, int, bytes]], *, attribution: str = "© the city") -> Path:
    """A pack of these tiles: zoom, column, row from the south, picture."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE metadata (name TEXT, value TEXT);"
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB,"
            " PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"
        )
        database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        said = (("format", "png"), ("attribution", attribution))
        database.executemany("INSERT INTO metadata VALUES (?, ?)", said)
        database.commit()
    return path
