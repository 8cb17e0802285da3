"""What people have left at a station, as its file holds it. A station's own word on itself lies beside it, and comes
whenever a clock or a start brings it.
"""

from __future__ import annotations

import sqlite3

from sync.protocol.records import Record, RecordKind

_OF_STATIONS = (
    RecordKind.SLIP_KEY, RecordKind.VISITS, RecordKind.DAMAGE, RecordKind.CLOSURE, RecordKind.EVENING,
    RecordKind.VOID_CODE,
)  # fmt: skip
BY_PEOPLE = f"kind NOT IN {tuple(kind.value for kind in _OF_STATIONS)}"
"""For a question to ``waiting`` or ``kept``."""


def waiting_acts(connection: sqlite3.Connection) -> list[Record]:
    """What is in no batch yet."""
    rows = connection.execute(f"SELECT id, kind, kid, sealed FROM waiting WHERE {BY_PEOPLE}")
    return [Record(*row) for row in rows]
