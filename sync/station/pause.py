"""That a station makes a pause because its team says so, and why: one row.

A pause ends with its day, so that nobody forgets one; a defect lasts until somebody says that it is mended.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from datetime import date
from enum import StrEnum

from sync.protocol.encoding import parse_json
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY = "pause"


class Pause(StrEnum):
    """Why."""

    CLEANING = "cleaning"
    BREAK = "break"
    REPAIR = "repair"

    @property
    def lasts(self) -> bool:
        """It is over when somebody says so, and not with the day."""
        return self is Pause.REPAIR


def write_pause(connection: sqlite3.Connection, pause: Pause | None, *, day: date) -> None:
    """From now on the station makes this pause; None: it serves again. Raises sqlite3.Error."""
    with transaction(connection):
        word = json.dumps({"pause": pause.value, "day": day.isoformat()}) if pause is not None else None
        write_words(connection, {_KEY: word})


def read_pause(connection: sqlite3.Connection, *, day: date) -> Pause | None:
    """Which pause it makes on this day; None for none. Raises sqlite3.Error."""
    if word := read_word(connection, _KEY):
        with suppress(ValueError, KeyError, TypeError):
            wire = parse_json(word)
            pause = Pause(wire["pause"])
            return pause if pause.lasts or wire["day"] == day.isoformat() else None
    return None
