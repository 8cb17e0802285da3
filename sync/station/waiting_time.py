"""How long people wait at a station just now, as its team has said: one row, which soon holds no longer."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from datetime import datetime, timedelta

from sync.protocol.encoding import parse_json
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

MINUTES = (5, 10, 15)
"""What the team may say."""

HOLDS = timedelta(minutes=15)
"""So long it is believed. A queue that nobody has spoken of since may be over."""

_KEY = "waiting_time"


def write_waiting_time(connection: sqlite3.Connection, minutes: int, *, now: datetime) -> None:
    """From ``now`` on people wait for about so many minutes; 0: nobody waits. Raises sqlite3.Error."""
    with transaction(connection):
        word = json.dumps({"minutes": minutes, "said": now.isoformat()}) if minutes else None
        write_words(connection, {_KEY: word})


def read_waiting_time(connection: sqlite3.Connection, *, now: datetime) -> int:
    """For about how many minutes people wait; 0 where nobody does, or nobody has said so lately. Raises sqlite3.Error.
    A moment that is still to come, after the clock was set back, does not count as lately.
    """
    if word := read_word(connection, _KEY):
        with suppress(ValueError, KeyError, TypeError):
            wire = parse_json(word)
            holds = timedelta() <= now - datetime.fromisoformat(wire["said"]) < HOLDS
            return wire["minutes"] if holds and wire["minutes"] in MINUTES else 0
    return 0
