"""The wish of attendants that what may go is sent now: one row, which the kiosk writes and the agent looks at.

It is about time alone. What has to wait for others, as ballots do, goes no earlier.
"""

from __future__ import annotations

import sqlite3

from sync.protocol.encoding import random_id
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY = "round_wish"


def wish_for_round(connection: sqlite3.Connection) -> None:
    """The agent is to try now, whatever it waits for. Raises sqlite3.Error."""
    with transaction(connection):
        write_words(connection, {_KEY: random_id()})


def round_wish(connection: sqlite3.Connection) -> str:
    """The name of the newest wish; empty when there never was one. Raises sqlite3.Error."""
    return read_word(connection, _KEY)
