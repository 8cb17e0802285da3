"""The team's wish to know where the station is, and the agent's answer: one row. The screens reach no GPS."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from dataclasses import dataclass

from sync.protocol.districts import Point
from sync.protocol.encoding import parse_json, random_id
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY = "position_wish"


@dataclass(frozen=True)
class PositionWish:
    """A wish by its name, and whether the agent has seen to it; then ``point`` is None where none was found."""

    name: str = ""
    is_met: bool = True
    point: Point | None = None


def wish_for_position(connection: sqlite3.Connection) -> str:
    """The agent is to find out; the name of the wish. Raises sqlite3.Error."""
    wish = PositionWish(random_id(), is_met=False)
    with transaction(connection):
        _put(connection, wish)
    return wish.name


def tell_position(connection: sqlite3.Connection, name: str, point: Point | None) -> None:
    """The answer to this wish; nothing where another one has come since. Raises sqlite3.Error."""
    with transaction(connection):
        if position_wish(connection).name == name:
            _put(connection, PositionWish(name, is_met=True, point=point))


def position_wish(connection: sqlite3.Connection) -> PositionWish:
    """The newest wish; one that is met where there never was any. Raises sqlite3.Error."""
    if word := read_word(connection, _KEY):
        with suppress(ValueError, KeyError, TypeError):
            name, is_met, point = parse_json(word)
            return PositionWish(str(name), bool(is_met), (float(point[0]), float(point[1])) if point else None)
    return PositionWish()


def _put(connection: sqlite3.Connection, wish: PositionWish) -> None:
    write_words(connection, {_KEY: json.dumps([wish.name, wish.is_met, wish.point])})
