"""Which chain a station went on with before the present one: rows only. By it a hub tells two machines from one.

A station gives up a chain for good, and each chain but the first follows one that was given up. Two chains that follow
the same one, or one that goes on beyond where it was left, belong to a copy, or to a station that was put back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from sync.protocol.encoding import parse_json
from sync.protocol.messages import NOT_KNOWN, LeftChain
from sync.protocol.records import Stream

_KEY = "left_"
"""Before the name of the stream: a word of the station's state."""

_MARKS = ", ".join("?" * len(Stream))


def left_chains(connection: sqlite3.Connection) -> Mapping[str, LeftChain]:
    """Stream to the chain that was given up last; nothing for a stream that still goes on with its first."""
    keys = [_KEY + stream for stream in Stream]
    words = connection.execute(f"SELECT key, value FROM state WHERE key IN ({_MARKS})", keys)  # noqa: S608
    return {key.removeprefix(_KEY): LeftChain(*parse_json(value)) for key, value in words}


def note_left(connection: sqlite3.Connection, stream: str, chain: LeftChain) -> None:
    """This chain is given up just now. To be called within a transaction."""
    word = json.dumps([chain.inc, chain.seq, chain.hash])
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (_KEY + stream, word))


def note_left_unknown(connection: sqlite3.Connection) -> None:
    """There may have been others, and nothing is known of them. To be called within a transaction."""
    for stream in Stream:
        note_left(connection, stream, NOT_KNOWN)


def forget_left(connection: sqlite3.Connection) -> None:
    """Nothing was given up: the station has become another one. To be called within a transaction."""
    connection.execute(f"DELETE FROM state WHERE key IN ({_MARKS})", [_KEY + stream for stream in Stream])  # noqa: S608
