"""Fetches the map tiles of a city, politely, into one file that stations carry (MBTiles 1.3).

One request at a time, a few in a second, under the program's own name and with somebody to write to; whatever has come
is kept, and the next run goes on from there. Decides nothing about who may: the source's owner does.
"""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests

from sync.http_session import bounded, new_session
from sync.version import VERSION

MOST_TILES = 60_000
MOST_TILE_BYTES = 1_000_000
TILE_SECONDS = 60
TRIES = 4
LONGEST_PAUSE_SECONDS = 300.0
_COMMIT_EVERY = 50
_MOST_ZOOM = 19
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"RIFF", "webp"))
_TABLES = """
CREATE TABLE IF NOT EXISTS metadata (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB,
    PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;
"""

Box = tuple[float, float, float, float]


class MapNotBuilt(ValueError):  # noqa: N818 (says what is wrong and what to do, for the person who gave the command)
    """The map is not whole. What has come is kept."""


@dataclass(frozen=True)
class MapSource:
    """Where tiles are, and on what terms. ``address`` has places for ``{z}``, ``{x}`` and ``{y}``.

    ``contact`` is an address under which whoever runs the source reaches who fetches; ``per_second`` how many requests.
    """

    address: str
    attribution: str
    contact: str
    per_second: float = 2.0

    def check(self) -> None:
        """Raises MapNotBuilt when tiles cannot or must not be fetched so."""
        if not self.address.startswith(("http://", "https://")) or not all(
            place in self.address for place in ("{z}", "{x}", "{y}")
        ):
            raise MapNotBuilt("the source is an address like https://example.org/{z}/{x}/{y}.png")
        if not self.attribution.strip():
            raise MapNotBuilt("an attribution is needed: it is shown on the map")
        if "@" not in self.contact and not self.contact.startswith("http"):
            raise MapNotBuilt("a contact is needed (a mail or web address): whoever runs the source must reach you")
        if not 0 < self.per_second <= 10:
            raise MapNotBuilt("between 0 and 10 tiles per second are polite")


@dataclass(frozen=True)
class BuiltMap:
    """What came: how many tiles the box has, how many are there, how many the source does not have, and the size."""

    wanted: int
    kept: int
    absent: int
    size_bytes: int


def build_map(
    target: Path,
    source: MapSource,
    *,
    box: Box,
    zooms: tuple[int, int],
    session: requests.Session | None = None,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    tell: Callable[[str], None] = lambda _words: None,
) -> BuiltMap:
    """Fetch every tile of the box (west, south, east, north) in these zooms that ``target`` does not have yet.

    Raises MapNotBuilt with a sentence for the person; ``target`` then holds what has come so far.
    """
    source.check()
    tiles = list(tiles_of(box, zooms))
    with closing(sqlite3.connect(target)) as database:
        database.executescript(_TABLES)
        _note(database, source, box, zooms)
        there = set(database.execute("SELECT zoom_level, tile_column, tile_row FROM tiles"))
        missing = [tile for tile in tiles if (tile[0], tile[1], _from_south(tile)) not in there]
        tell(f"{len(tiles)} tiles, {len(missing)} of them are missing here")
        with closing(session or new_session()) as opened:
            opened.headers["User-Agent"] = f"Mitmachstation/{VERSION} (+{source.contact})"
            absent = _fetch_all(database, missing, _Line(opened, source, pause, clock), tell)
        kept = database.execute("SELECT count(*) FROM tiles").fetchone()[0]
        if not kept:
            raise MapNotBuilt("the source has no tile of this box at all")
        database.execute("VACUUM")
    return BuiltMap(len(tiles), kept, absent, target.stat().st_size)


def tiles_of(box: Box, zooms: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    """Zoom, column and row (from the north) of every tile that touches a box. Raises MapNotBuilt for too many."""
    least, most = zooms
    if not 0 <= least <= most <= _MOST_ZOOM:
        raise MapNotBuilt(f"zooms from 0 to {_MOST_ZOOM} are possible, the smaller one first")
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise MapNotBuilt("the box is west, south, east, north in degrees")
    spans = []
    for zoom in range(least, most + 1):
        (left, top), (right, bottom) = _tile_at(west, north, zoom), _tile_at(east, south, zoom)
        spans.append((zoom, range(left, right + 1), range(top, bottom + 1)))
    if (count := sum(len(columns) * len(rows) for _, columns, rows in spans)) > MOST_TILES:
        raise MapNotBuilt(f"these would be {count} tiles, at most {MOST_TILES} are fetched: take fewer zooms")
    for zoom, columns, rows in spans:
        yield from ((zoom, column, row) for row in rows for column in columns)


@dataclass
class _Line:
    """The one line to the source, on which requests keep their distance."""

    session: requests.Session
    source: MapSource
    pause: Callable[[float], None]
    clock: Callable[[], float]
    next_at: float = -math.inf

    def fetch(self, tile: tuple[int, int, int]) -> bytes | None:
        """The picture; None for one the source does not have. Raises MapNotBuilt."""
        zoom, column, row = tile
        filled = {"{z}": zoom, "{x}": column, "{y}": row}
        address = self.source.address
        for place, number in filled.items():
            address = address.replace(place, str(number))
        for attempt in range(1, TRIES + 1):
            self._wait()
            try:
                with bounded(self.session, TILE_SECONDS):
                    answer = self.session.get(address, timeout=(10, 30), allow_redirects=False)
            except requests.RequestException as error:
                if attempt == TRIES:
                    raise MapNotBuilt(f"the source does not answer: {error}") from error
                self.pause(2.0**attempt)
                continue
            if answer.status_code in (429, 503) and attempt < TRIES:
                self.pause(_asked_to_wait(answer, otherwise=2.0**attempt))
                continue
            return _picture(answer, address)
        raise MapNotBuilt("the source asks to be left alone for now")

    def _wait(self) -> None:
        if (early := self.next_at - self.clock()) > 0:
            self.pause(early)
        self.next_at = max(self.next_at, self.clock()) + 1 / self.source.per_second


def _fetch_all(
    database: sqlite3.Connection, missing: Sequence[tuple[int, int, int]], line: _Line, tell: Callable[[str], None]
) -> int:
    absent = 0
    try:
        for number, tile in enumerate(missing, start=1):
            data = line.fetch(tile)
            if data is None:
                absent += 1
            else:
                row = (tile[0], tile[1], _from_south(tile), data)
                database.execute("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?, ?)", row)
                kind = _kind_of(data)
                database.execute("INSERT OR REPLACE INTO metadata VALUES ('format', ?)", (kind,))
            if number % _COMMIT_EVERY == 0:
                database.commit()
                tell(f"{number} of {len(missing)}")
    except MapNotBuilt as error:
        database.commit()
        kept = database.execute("SELECT count(*) FROM tiles").fetchone()[0]
        raise MapNotBuilt(f"{error}. {kept} tiles are kept; the same command goes on from there") from error
    finally:
        database.commit()
    return absent


def _picture(answer: requests.Response, address: str) -> bytes | None:
    if answer.status_code in (204, 404, 410):
        return None
    if answer.status_code != 200:
        raise MapNotBuilt(f"the source answers {answer.status_code} to {address}")
    data = answer.content
    if len(data) > MOST_TILE_BYTES or not _kind_of(data):
        raise MapNotBuilt(f"what the source answers to {address} is no picture: is there a portal in between?")
    return data


def _kind_of(data: bytes) -> str:
    return next((kind for begins, kind in _KINDS if data.startswith(begins)), "")


def _asked_to_wait(answer: requests.Response, *, otherwise: float) -> float:
    said = answer.headers.get("Retry-After", "")
    if said.isdigit():
        return min(float(said), LONGEST_PAUSE_SECONDS)
    try:
        until = parsedate_to_datetime(said).timestamp() - time.time()
    except (TypeError, ValueError):
        return otherwise
    return max(otherwise, min(until, LONGEST_PAUSE_SECONDS))


def _note(database: sqlite3.Connection, source: MapSource, box: Box, zooms: tuple[int, int]) -> None:
    """What the pack says of itself. Raises MapNotBuilt for one begun from another source: two maps do not fit."""
    before = dict(database.execute("SELECT name, value FROM metadata").fetchall())
    if before.get("source", source.address) != source.address:
        raise MapNotBuilt(f"this file was begun with tiles of {before['source']}: please take it away first")
    west, south, east, north = box
    said = {
        "name": "Mitmachstation",
        "type": "baselayer",
        "version": "1",
        "format": before.get("format", "png"),
        "bounds": f"{west},{south},{east},{north}",
        "center": f"{(west + east) / 2},{(south + north) / 2},{zooms[0]}",
        "minzoom": str(zooms[0]),
        "maxzoom": str(zooms[1]),
        "attribution": source.attribution.strip(),
        "source": source.address,
    }
    database.executemany("INSERT OR REPLACE INTO metadata VALUES (?, ?)", said.items())
    database.commit()


def _tile_at(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    sine, side = math.sin(math.radians(latitude)), 1 << zoom
    down = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return min(side - 1, int((longitude + 180) / 360 * side)), min(side - 1, int(down * side))


def _from_south(tile: tuple[int, int, int]) -> int:
    """Rows of a pack are counted from the south."""
    return (1 << tile[0]) - 1 - tile[2]
