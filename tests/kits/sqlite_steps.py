"""What SQLite does for something, counted in steps of its machine: costs that no clock has to measure."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from django.db import connection


def steps_of(deed: Callable[[], object], *, on: sqlite3.Connection | None = None) -> int:
    """In tens of steps, on this connection or on the hub's."""
    done, watched = 0, on or connection.connection

    def step() -> None:
        nonlocal done
        done += 1

    watched.set_progress_handler(step, 10)
    try:
        deed()
    finally:
        watched.set_progress_handler(None, 0)
    return done
