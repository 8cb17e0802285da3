"""Opening a SQLite file to read it, whatever its name."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def open_read_only(path: Path, *, timeout_seconds: float = 5.0, is_immutable: bool = False) -> sqlite3.Connection:
    """A connection that changes nothing and makes no file. Raises sqlite3.OperationalError where there is none.

    SQLite is told so in a URI, in which ``#``, ``?`` and ``%`` of a folder's name would have a meaning of their own.
    ``is_immutable``: nobody else writes it either, so nothing is locked and no file is laid beside it.
    """
    mode = "mode=ro&immutable=1" if is_immutable else "mode=ro"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=timeout_seconds)
