"""What lies on the disk of a station before each statement: what a power cut just then would leave of its database."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILES = ("station.sqlite", "station.sqlite-wal")


@contextmanager
def kept_before_each_statement(connection: sqlite3.Connection, folder: Path, into: Path) -> Iterator[list[Path]]:
    """The folders of these copies, one for each statement of the block, in their order."""
    copies: list[Path] = []

    def copy(_statement: str) -> None:
        place = into / f"cut {len(copies)}"
        place.mkdir(parents=True)
        for name in FILES:
            if (folder / name).exists():
                shutil.copyfile(folder / name, place / name)
        copies.append(place)

    connection.set_trace_callback(copy)
    try:
        yield copies
    finally:
        connection.set_trace_callback(None)
