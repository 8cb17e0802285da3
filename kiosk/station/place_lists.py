"""The city's addresses and numbered objects as the station looks them up: in the content's files, where they lie.

Opens a file for each question, reads a few pages of it, and closes it. A file that cannot be read knows nothing.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.protocol.districts import METRES_PER_DEGREE, Point
from sync.protocol.place_lists import object_number
from sync.protocol.word_folding import closeness, folded
from sync.sqlite_files import open_read_only

MOST_FOUND = 10
AS_GOOD = 0.2
"""A street so much less like what was typed than the best one is left out."""
_MOST_LOOKED_AT = 300
"""Streets that share letters with what was typed; of these the closest are taken."""
_HOUSE = re.compile(r"^(?P<street>.*?\D)[\s,]*(?P<number>\d{1,4})\s*(?P<suffix>[a-zA-Z]?)$")
_EVERYWHERE = re.compile(r"(strasse|platz|allee|ring|ufer|weg)$")


@dataclass(frozen=True)
class Address:
    """A house, or a street as a whole: then ``metres`` around ``point`` hold all of it.

    ``missing`` is the house number that was asked for and that the street does not have.
    """

    street: str
    part: str
    point: Point
    house: str = ""
    metres: int = 0
    missing: str = ""

    @property
    def words(self) -> str:
        """As people write it."""
        return f"{self.street} {self.house}".strip()


@dataclass(frozen=True)
class NumberedObject:
    """Something that carries a number: a lamp, a bench."""

    number: str
    kind: str
    point: Point


class AddressList:
    """Streets and houses in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, typed: str) -> list[Address]:
        """The addresses that what was typed may mean, the closest first: spelling is forgiven, the number is not."""
        house = _HOUSE.match(typed.strip())
        street = folded(house["street"] if house else typed)
        if not street:
            return []
        rated = _rated(street, self._streets_sharing_letters(street))
        if not rated:  # mistakes may have left no three letters in a row
            rated = _rated(street, self._ask("SELECT * FROM streets", ()))
        best = max((how for how, _ in rated), default=0.0)
        near = sorted((entry for entry in rated if entry[0] >= best - AS_GOOD), key=lambda entry: -entry[0])
        streets = [row for _, row in near[:MOST_FOUND]]
        return [
            self._at_house(row, int(house["number"]), house["suffix"].lower()) if house else _street(row)
            for row in streets
        ]

    def nearest(self, point: Point, *, metres: float) -> Address | None:
        """The house nearest to a place, if one is as near as that."""
        up = metres / METRES_PER_DEGREE
        across = up / math.cos(math.radians(point[1]))
        rows = self._ask(
            "SELECT name, part, number, suffix, houses.lon, houses.lat FROM houses JOIN streets ON streets.id = street "
            "WHERE houses.lat BETWEEN ? AND ? AND houses.lon BETWEEN ? AND ?",
            (point[1] - up, point[1] + up, point[0] - across, point[0] + across),
        )
        found = min(rows, key=lambda row: _distance(point, (row["lon"], row["lat"])), default=None)
        if found is None or _distance(point, (found["lon"], found["lat"])) > metres:
            return None
        return Address(
            found["name"], found["part"], (found["lon"], found["lat"]), f"{found['number']}{found['suffix']}"
        )

    def _at_house(self, street: sqlite3.Row, number: int, suffix: str) -> Address:
        """The very house; without the letter if only that is there; else the street, and that it has no such house."""
        houses = {
            row["suffix"]: row
            for row in self._ask("SELECT * FROM houses WHERE street = ? AND number = ?", (street["id"], number))
        }
        row = houses.get(suffix) or (None if suffix else next(iter(houses.values()), None))
        if row is None:
            whole = _street(street)
            return Address(whole.street, whole.part, whole.point, metres=whole.metres, missing=f"{number}{suffix}")
        house = f"{number}{row['suffix']}"
        return Address(street["name"], street["part"], (row["lon"], row["lat"]), house)

    def _streets_sharing_letters(self, typed: str) -> list[sqlite3.Row]:
        """Streets with three letters in a row in common, those with the rarest first; for less, by the beginning."""
        telling = " ".join(_EVERYWHERE.sub("", word) for word in typed.split()).strip()
        letters = telling if len(telling) >= 3 else typed
        runs = {letters[at : at + 3] for at in range(len(letters) - 2)}
        if not runs:
            return self._ask("SELECT * FROM streets WHERE folded LIKE ? LIMIT ?", (f"{typed}%", _MOST_LOOKED_AT))
        sought = " OR ".join(f'"{run}"' for run in sorted(runs))
        return self._ask(
            "SELECT streets.* FROM street_words JOIN streets ON streets.id = street_words.rowid "
            "WHERE street_words MATCH ? ORDER BY rank LIMIT ?",
            (sought, _MOST_LOOKED_AT),
        )

    def _ask(self, query: str, values: Sequence[object]) -> list[sqlite3.Row]:
        return _ask(self._path, query, values)


class ObjectList:
    """What carries a number, in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, typed: str) -> NumberedObject | None:
        """The object with this number, typed or read from a QR code; None for an unknown one."""
        number = object_number(typed)
        for row in _ask(self._path, "SELECT * FROM objects WHERE number = ?", (number,)):
            return NumberedObject(row["number"], row["kind"], (row["lon"], row["lat"]))
        return None


def _ask(path: Path, query: str, values: Sequence[Any]) -> list[sqlite3.Row]:
    try:
        with closing(open_read_only(path, is_immutable=True)) as database:
            database.row_factory = sqlite3.Row
            return database.execute(query, values).fetchall()
    except sqlite3.Error:
        return []


def _rated(typed: str, rows: Iterable[sqlite3.Row]) -> list[tuple[float, sqlite3.Row]]:
    return [(how, row) for row in rows if (how := _likeness(typed, row["folded"]))]


def _street(row: sqlite3.Row) -> Address:
    return Address(row["name"], row["part"], (row["lon"], row["lat"]), metres=row["metres"])


def _likeness(typed: str, street: str) -> float:
    """Words apart or together: who types "langestrasse" means Lange Straße."""
    together = closeness(typed.replace(" ", ""), street.replace(" ", "")) * 0.98
    return max(closeness(typed, street), together)


def _distance(one: Point, other: Point) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * METRES_PER_DEGREE
