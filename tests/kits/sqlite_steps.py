"""What SQLite does for something, counted in steps of its machine: costs that no clock has to measure."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection


def steps_of(deed: Callable[[], object]) -> int:
    """In tens of steps."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1

    connection.connection.set_progress_handler(step, 10)
    try:
        deed()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return done
