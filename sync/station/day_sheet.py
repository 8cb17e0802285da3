"""What a station counts since the closure before, in one row of its database: sums alone, whatever came first.

The row ends in the transaction in which the closure is stored: both, or neither.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sync.protocol.day_closure import DaySums
from sync.protocol.encoding import canonical_json, parse_json_object

KEY = "day_sheet"
"""Of the row in the table ``state``."""

_STORED = "ballots_stored"
"""Of the row with the number of all ballots ever stored here, which no closure ends."""


@dataclass(frozen=True)
class DaySheet:
    """What was counted, and since which ISO day."""

    since: str
    sums: DaySums


def add_to_day(connection: sqlite3.Connection, day: date, **more: int) -> None:
    """So many more (members of ``DaySums``). To be called within a transaction. Raises sqlite3.Error."""
    sheet = read_day(connection, day)
    value = canonical_json({"since": sheet.since, "sums": sheet.sums.plus(**more).to_wire()}).decode()
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (KEY, value))
    if stored := more.get("ballots_cast"):
        row = (_STORED, str(ballots_stored(connection) + stored))
        connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", row)


def read_day(connection: sqlite3.Connection, today: date) -> DaySheet:
    """What was counted so far. A row that cannot be read begins anew."""
    row = connection.execute("SELECT value FROM state WHERE key = ?", (KEY,)).fetchone()
    if row:
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            wire = parse_json_object(row[0])
            return DaySheet(date.fromisoformat(wire["since"]).isoformat(), DaySums.from_wire(wire["sums"]))
    return DaySheet(today.isoformat(), DaySums())


def ballots_stored(connection: sqlite3.Connection) -> int:
    """All ballots ever stored in this database."""
    row = connection.execute("SELECT value FROM state WHERE key = ?", (_STORED,)).fetchone()
    return int(row[0]) if row and str(row[0]).isdigit() else 0
