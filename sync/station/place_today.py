"""Where a station stands today, when its team has said so: one row, which holds for its day alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date

from sync.protocol.districts import Point
from sync.protocol.encoding import parse_json
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY = "place_today"


@dataclass(frozen=True)
class PlaceToday:
    """In the team's words, and the code of the district whose polls are shown."""

    name: str
    district: str
    point: Point | None = None
    """Where GPS has found it; None where it has not."""


def write_place(connection: sqlite3.Connection, place: PlaceToday, *, day: date) -> None:
    """The station stands here on this day. Raises sqlite3.Error."""
    with transaction(connection):
        write_words(connection, {_KEY: json.dumps({**asdict(place), "day": day.isoformat()})})


def read_place(connection: sqlite3.Connection, *, day: date) -> PlaceToday | None:
    """Where it stands on this day; None where nobody has said so. Raises sqlite3.Error."""
    if word := read_word(connection, _KEY):
        with suppress(ValueError, KeyError, TypeError):
            wire = parse_json(word)
            if wire["day"] == day.isoformat():
                point = wire.get("point")
                found = (float(point[0]), float(point[1])) if point else None
                return PlaceToday(str(wire["name"]), str(wire["district"]), found)
    return None
