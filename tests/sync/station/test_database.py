"""The station's file: made when there is none, refused and left alone when it is not whole."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sync.station.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    DatabaseUnfit,
    StationConnection,
    open_database,
    prepare_database,
    transaction,
    truncate_journal,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "station.sqlite"


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_every_connection_keeps_what_it_commits_and_wipes_what_it_deletes(path):
    for _ in range(2):  # the first makes the file, the second finds it
        connection = open_database(path)
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2
        assert pragma(connection, "secure_delete") == 1
        assert pragma(connection, "foreign_keys") == 1
        assert pragma(connection, "application_id") == APPLICATION_ID
        assert pragma(connection, "user_version") == SCHEMA_VERSION
        connection.close()


def test_the_file_is_for_its_owner_only(path):
    open_database(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_table_of_records_has_row_numbers(path):
    connection = open_database(path)
    for table in ("waiting", "kept", "batches", "bodies", "chains"):
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            connection.execute(f"SELECT rowid FROM {table}")
    connection.close()


def test_an_empty_file_is_none(path):
    path.parent.mkdir()
    path.touch()
    open_database(path).close()
    assert path.stat().st_size > 0


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_journal_without_its_database_is_never_thrown_away(path, left):
    path.parent.mkdir()
    journal = path.with_name("station.sqlite-wal")
    journal.write_bytes(b"perhaps votes")
    if left == "an empty file":
        path.touch()
    with pytest.raises(DatabaseUnfit, match=r"station\.sqlite-wal"):
        open_database(path)
    assert journal.read_bytes() == b"perhaps votes"


def refused_and_untouched(path: Path, match: str) -> None:
    before = path.read_bytes()
    with pytest.raises(DatabaseUnfit, match=match) as refusal:
        open_database(path)
    assert str(path) in str(refusal.value)
    assert path.read_bytes() == before


def test_something_else_is_refused_and_left_alone(path):
    path.parent.mkdir()
    path.write_bytes(b"Dear diary\n" * 1000)
    refused_and_untouched(path, "no database")


def test_another_programs_database_is_refused_and_left_alone(path):
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    refused_and_untouched(path, "another program")


def test_a_newer_schema_is_refused_and_left_alone(path):
    connection = open_database(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    refused_and_untouched(path, "newer version")


@pytest.mark.parametrize(
    "change",
    ["PRAGMA user_version = 0", "DROP TABLE kept", "CREATE TABLE extra (x)", "DELETE FROM state WHERE key = 'schema'"],
)
def test_other_tables_are_refused_and_left_alone(path, change):
    connection = open_database(path)
    connection.execute(change)
    connection.close()
    refused_and_untouched(path, "other tables")


def test_a_damaged_page_is_found_at_the_start(path):
    connection = open_database(path)
    with transaction(connection):
        connection.executemany(
            "INSERT INTO waiting VALUES ('reports', ?, 'report', 'k', zeroblob(600), '2026-11-22')",
            [(f"{n:032x}",) for n in range(100)],
        )
    connection.close()
    data = bytearray(path.read_bytes())
    page = 4096
    for start in range(len(data) - 4 * page, len(data) - 3 * page):
        data[start] = 0xFF
    path.write_bytes(data)
    refused_and_untouched(path, "damaged")


def test_a_page_nobody_owns_is_found_at_the_start_or_not_looked_for(path):
    open_database(path).close()
    data = path.read_bytes()
    pages = int.from_bytes(data[28:32], "big")  # the file's own count of its pages
    path.write_bytes(data[:28] + (pages + 1).to_bytes(4, "big") + data[32:] + bytes(4096))
    refused_and_untouched(path, "never used")
    open_database(path, check=False).close()


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnfit, match="permissions"):
        open_database(tmp_path / "file" / "station.sqlite")


def test_a_file_that_somebody_holds_is_said_in_words(path):
    open_database(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseUnfit, match="who has it open"):
        open_database(path, busy_seconds=0.05)
    holder.close()


def test_a_place_without_a_journal_is_refused():
    in_memory = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(DatabaseUnfit, match="local disk"):
        prepare_database(in_memory, Path("station.sqlite"))
    in_memory.close()


def test_several_processes_may_make_the_file_at_once(path):
    make = (
        "import sys, pathlib; from sync.station.database import open_database; open_database(pathlib.Path(sys.argv[1]))"
    )
    makers = [subprocess.Popen([sys.executable, "-c", make, path]) for _ in range(3)]
    assert [process.wait() for process in makers] == [0, 0, 0]
    open_database(path).close()


@pytest.mark.parametrize("statements", range(12))
def test_another_process_may_make_the_file_between_any_two_statements(path, statements):
    done = []

    class Overtaken(StationConnection):
        def execute(self, *arguments):
            if len(done) == statements and not self.in_transaction:
                open_database(path).close()
            done.append(arguments)
            return super().execute(*arguments)

    connection = open_database(path, factory=Overtaken)
    with transaction(connection):
        connection.execute("INSERT INTO state VALUES ('a', 'b')")
    connection.close()
    assert len(done) > statements


def test_a_transaction_is_all_or_nothing(path):
    connection = open_database(path)
    with pytest.raises(ZeroDivisionError), transaction(connection):
        connection.execute("INSERT INTO state VALUES ('a', 'b')")
        1 / 0  # noqa: B018
    assert connection.execute("SELECT count(*) FROM state WHERE key = 'a'").fetchone() == (0,)
    with transaction(connection):
        connection.execute("INSERT INTO state VALUES ('a', 'b')")
    connection.close()


def test_an_emptied_journal_holds_nothing(path):
    connection = open_database(path)
    with transaction(connection):
        connection.execute("INSERT INTO state VALUES ('a', 'b')")
    journal = path.with_name("station.sqlite-wal")
    assert journal.stat().st_size > 0
    assert truncate_journal(connection)
    assert journal.stat().st_size == 0
    connection.close()
