"""The city's addresses, from its own open data file, made into the small SQLite file that stations search.

The file itself is the city's and is not part of this project.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from sync.hub.content.place_tables import PlaceRow, WrongPlaceFile, read_place_rows
from sync.protocol.districts import METRES_PER_DEGREE
from sync.protocol.place_lists import ADDRESS_TABLES, OBJECT_TABLES, object_number
from sync.protocol.word_folding import folded

LEAST_STREET_METRES = 50

_HOUSE = re.compile(r"(\d{1,4})\s*([a-zA-Z]?)")


def build_addresses(file: Path, target: Path, *, city: Sequence[float]) -> tuple[int, int]:
    """Read the file of addresses and write the list for stations to ``target``, which must not exist.

    Understands the columns of OpenData.HRO: ``strasse_name``, ``hausnummer``, ``hausnummer_zusatz``,
    ``gemeindeteil_name``, ``longitude``, ``latitude``. Returns how many streets and houses there are.
    Raises WrongPlaceFile with a sentence for the person who chose the file.
    """
    streets: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in read_place_rows(file, city=city):
        name = row.value("strasse_name", "strasse", "street")
        if not name:
            raise WrongPlaceFile(f"place {row.position} has no strasse_name: is this the file of the addresses?")
        streets[name].append(row)
    if not streets:
        raise WrongPlaceFile("there is no address in the file")
    with _new_database(target, ADDRESS_TABLES) as database:
        houses = sum(
            _add_street(database, number, name, rows) for number, (name, rows) in enumerate(sorted(streets.items()), 1)
        )
        database.commit()
        database.execute("INSERT INTO street_words (street_words) VALUES ('optimize')")
        database.commit()
        database.execute("VACUUM")
    return len(streets), houses


def build_objects(file: Path, target: Path, *, city: Sequence[float]) -> int:
    """Read a file of things that carry numbers (columns ``nummer``, ``art``, ``longitude``, ``latitude``) and write the
    list for stations to ``target``, which must not exist. Returns how many there are. Raises WrongPlaceFile.
    """
    found: dict[str, PlaceRow] = {}
    for row in read_place_rows(file, city=city):
        written = row.value("nummer", "number", "id", "mast_nummer")
        number = object_number(written)
        if not number:
            raise WrongPlaceFile(f"place {row.position} has no nummer: is this a file of numbered objects?")
        if number in found:
            raise WrongPlaceFile(f"the number {written!r} stands at {found[number].position} and at {row.position}")
        found[number] = row
    if not found:
        raise WrongPlaceFile("there is no object in the file")
    with _new_database(target, OBJECT_TABLES) as database:
        rows = ((number, row.value("art", "kind", "typ"), *row.point) for number, row in sorted(found.items()))
        database.executemany("INSERT INTO objects VALUES (?, ?, ?, ?)", rows)
        database.commit()
        database.execute("VACUUM")
    return len(found)


def _new_database(target: Path, tables: str) -> closing[sqlite3.Connection]:
    target.touch(exist_ok=False)
    database = sqlite3.connect(target)
    database.executescript(tables)
    return closing(database)


def _add_street(database: sqlite3.Connection, number: int, name: str, rows: Sequence[PlaceRow]) -> int:
    houses: dict[tuple[int, str], tuple[float, float]] = {}
    for row in rows:
        written = f"{row.value('hausnummer', 'housenumber')}{row.value('hausnummer_zusatz')}"
        read = _HOUSE.fullmatch(re.sub(r"\.0$", "", written))
        if written and read is None:
            raise WrongPlaceFile(f"place {row.position} has the house number {written!r}")
        if read:
            houses.setdefault((int(read[1]), read[2].lower()), row.point)
    longitude, latitude = _middle([row.point for row in rows])
    metres = max(_metres((longitude, latitude), row.point) for row in rows)
    parts = Counter(row.value("gemeindeteil_name", "ortsteil") for row in rows)
    plain = folded(name)
    database.execute(
        "INSERT INTO streets VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, name, parts.most_common(1)[0][0], plain, longitude, latitude, max(LEAST_STREET_METRES, metres)),
    )
    database.execute("INSERT INTO street_words (rowid, folded) VALUES (?, ?)", (number, plain))
    database.executemany(
        "INSERT INTO houses VALUES (?, ?, ?, ?, ?)", ((number, *house, *point) for house, point in houses.items())
    )
    return len(houses)


def _middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    across, up = zip(*points, strict=True)
    return (min(across) + max(across)) / 2, (min(up) + max(up)) / 2


def _metres(one: tuple[float, float], other: tuple[float, float]) -> int:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.ceil(math.hypot(east, one[1] - other[1]) * METRES_PER_DEGREE)
