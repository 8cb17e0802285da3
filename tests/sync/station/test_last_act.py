"""What became of the last act: true at every moment of a cut, and gone with the visit."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.station.database import open_database, transaction
from sync.station.last_act import LastAct, last_act, mark_stored, note_begun, note_over

TODAY = date(2026, 11, 22)


@pytest.fixture
def connection(tmp_path: Path):
    made = open_database(tmp_path / "station.sqlite")
    yield made
    made.close()


def store(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        mark_stored(connection, day=TODAY)


def test_first_there_is_none(connection: sqlite3.Connection) -> None:
    assert last_act(connection, day=TODAY) is None


def test_it_is_begun_then_stored_then_over(connection: sqlite3.Connection) -> None:
    note_begun(connection, day=TODAY)
    assert last_act(connection, day=TODAY) is LastAct.BEGUN
    store(connection)
    assert last_act(connection, day=TODAY) is LastAct.STORED
    note_over(connection)
    assert last_act(connection, day=TODAY) is None


def test_what_is_not_stored_after_all_is_not_called_so(connection: sqlite3.Connection) -> None:
    note_begun(connection, day=TODAY)
    with pytest.raises(sqlite3.OperationalError), transaction(connection):
        mark_stored(connection, day=TODAY)
        connection.execute("the record does not fit")
    assert last_act(connection, day=TODAY) is LastAct.BEGUN


def test_outside_a_visit_storing_notes_nothing(connection: sqlite3.Connection) -> None:
    store(connection)
    assert last_act(connection, day=TODAY) is None


def test_the_next_morning_nobody_is_told(connection: sqlite3.Connection) -> None:
    note_begun(connection, day=TODAY)
    assert last_act(connection, day=TODAY + timedelta(days=1)) is None
