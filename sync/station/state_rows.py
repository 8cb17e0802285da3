"""The table ``state``: a word or a text under each name, read and written one by one. Knows none of the names."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping


def read_word(connection: sqlite3.Connection, name: str) -> str:
    """What stands under this name; empty where nothing does. Raises sqlite3.Error."""
    row = connection.execute("SELECT value FROM state WHERE key = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def write_words(connection: sqlite3.Connection, words: Mapping[str, str | None]) -> None:
    """Write these words in place of those before; None takes one away. To be called within a transaction. Raises
    sqlite3.Error."""
    for name, value in words.items():
        if value is None:
            connection.execute("DELETE FROM state WHERE key = ?", (name,))
        else:
            connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))
