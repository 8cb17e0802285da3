"""What became of the last act of a visit that never ended: one word and a day, for the greeting after a power cut.

It names no record and no time, and it is gone as soon as the visit is over. That something was stored is written in the
same transaction as the record: whatever the moment of the cut, the word is true.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from enum import StrEnum

from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY = "last_act"


class LastAct(StrEnum):
    """How far a visit had come."""

    BEGUN = "begun"
    """Something was entered; nothing was stored."""
    STORED = "stored"
    """Something was stored."""


def note_begun(connection: sqlite3.Connection, *, day: date) -> None:
    """A visit has something that is not stored yet."""
    with transaction(connection):
        write_words(connection, {_KEY: f"{LastAct.BEGUN} {day.isoformat()}"})


def mark_stored(connection: sqlite3.Connection, *, day: date) -> None:
    """What was begun is stored. To be called within the transaction that stores it; outside a visit it does nothing."""
    connection.execute("UPDATE state SET value = ? WHERE key = ?", (f"{LastAct.STORED} {day.isoformat()}", _KEY))


def note_over(connection: sqlite3.Connection) -> None:
    """The visit is over, or everybody has been told."""
    with transaction(connection):
        write_words(connection, {_KEY: None})


def last_act(connection: sqlite3.Connection, *, day: date) -> LastAct | None:
    """The last act of a visit of this day that never ended; None when there is none."""
    word, _, noted = read_word(connection, _KEY).partition(" ")
    return LastAct(word) if word in set(LastAct) and noted == day.isoformat() else None
