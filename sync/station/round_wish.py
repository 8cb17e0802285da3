"""The wish of attendants that what may go is sent now: one row, which the kiosk writes and the agent looks at.

It is about time alone. What has to wait for others, as ballots do, goes no earlier.
"""

from __future__ import annotations

import sqlite3

from sync.protocol.encoding import random_id
from sync.station.database import transaction

_KEY = "round_wish"


def wish_for_round(connection: sqlite3.Connection) -> None:
    """The agent is to try now, whatever it waits for. Raises sqlite3.Error."""
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (_KEY, random_id()))


def round_wish(connection: sqlite3.Connection) -> str:
    """The name of the newest wish; empty when there never was one. Raises sqlite3.Error."""
    row = connection.execute("SELECT value FROM state WHERE key = ?", (_KEY,)).fetchone()
    return str(row[0]) if row else ""
