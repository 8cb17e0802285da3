"""Participation codes used at a station: each once, with its ballot or not at all, and without an order."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sync.protocol.encoding import random_id
from sync.protocol.participation_codes import ENTRY_BYTES, new_code, write_list
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.database import SCHEMA_VERSION, open_database, schema_digest, transaction
from sync.station.outbox import MOST_LAID, AlreadySpent, NotStored
from sync.station.recovery.salvage import salvage_if_damaged
from sync.station.recovery.sqlite_pages import carve_rows
from tests.kits.power_cuts import kept_before_each_statement
from tests.kits.sqlite_steps import steps_of
from tests.kits.station import Station

TABLES = ("spent_lately", "spent")
PAGE_BYTES = 4096


def ballot() -> Record:
    return Record(random_id(), RecordKind.BALLOT, "k", random_id().encode() * 20)


def mark() -> str:
    return new_code().mark("p")


def kept(station: Station) -> tuple[int, int]:
    """How many ballots and how many marks lie here."""
    return station.connection.execute("SELECT count(*) FROM waiting").fetchone()[0], len(marks_in(station.connection))


def marks_in(connection: sqlite3.Connection) -> list[bytes]:
    """All marks, those used lately first."""
    return [mark for table in TABLES for (mark,) in connection.execute(f"SELECT mark FROM {table}")]


def test_a_code_is_used_once(station):
    used, other = mark(), mark()
    station.outbox.put(ballot(), spent=used)
    assert station.outbox.is_spent(used) and not station.outbox.is_spent(other)
    with pytest.raises(AlreadySpent):
        station.outbox.put(ballot(), spent=used)
    assert kept(station) == (1, 1)
    station.outbox.put(ballot(), spent=other)
    station.outbox.put(ballot())
    assert kept(station) == (3, 2)


def test_a_cut_at_any_statement_leaves_a_ballot_and_its_mark_or_neither(station, tmp_path):
    station.outbox.put(ballot(), spent=mark())
    with kept_before_each_statement(station.connection, station.folder, tmp_path / "cuts") as cuts:
        station.outbox.put(ballot(), spent=mark())
    left = []
    for place in cuts:
        with closing(open_database(place / "station.sqlite")) as connection:
            waiting = connection.execute("SELECT count(*) FROM waiting").fetchone()
            left.append((*waiting, len(marks_in(connection))))
    assert set(left) == {(1, 1), (2, 2)}


def test_the_same_ballot_again_is_no_second_use(station):
    one, used = ballot(), mark()
    station.outbox.put(one, spent=used)
    station.outbox.put(one, spent=used)
    assert kept(station) == (1, 1)


def test_a_mark_without_its_ballot_is_no_stored_vote(station):
    """Salvage may find the one and not the other: the ballot of this visit is stored, the hub decides about doubles."""
    one, used = ballot(), mark()
    station.connection.execute("INSERT INTO spent VALUES (?)", (bytes.fromhex(used),))
    with pytest.raises(AlreadySpent):
        station.outbox.put(ballot(), spent=used)
    station.outbox.put(one, spent=used, is_again=True)
    assert kept(station) == (1, 1)
    station.outbox.put(one, spent=used, is_again=True)
    assert kept(station) == (1, 1)


def test_a_ballot_that_is_on_its_way_already_is_not_put_twice(station):
    one, used = ballot(), mark()
    station.outbox.put(one, spent=used)
    station.chains.freeze_due(station.clock(), together=1)
    assert kept(station) == (0, 1)
    station.outbox.put(one, spent=used, is_again=True)
    assert kept(station) == (0, 1)


@pytest.mark.parametrize("table", ["waiting", "spent_lately"])
def test_ballot_and_mark_are_saved_together_or_not_at_all(station, table):
    """Whichever of the two the disk does not take."""

    def refuse(action, name, *_):
        return sqlite3.SQLITE_DENY if (action, name) == (sqlite3.SQLITE_INSERT, table) else sqlite3.SQLITE_OK

    one, used = ballot(), mark()
    station.connection.set_authorizer(refuse)
    with pytest.raises(NotStored):
        station.outbox.put(one, spent=used)
    station.connection.set_authorizer(None)
    assert kept(station) == (0, 0)
    station.outbox.put(one, spent=used)
    assert kept(station) == (1, 1)


def test_a_mark_stays_when_its_ballot_was_handed_over(station):
    used = [mark() for _ in range(4)]
    for one in used:
        station.outbox.put(ballot(), spent=one)
    assert station.round().complete
    assert station.acknowledged(Stream.BALLOTS) == 4
    assert all(station.outbox.is_spent(one) for one in used)


def test_who_steals_a_station_learns_no_code_and_cannot_tell_which_were_used(station, tmp_path):
    """Neither its list nor its marks lead to a code, and nothing of the one leads to the other."""
    codes = [new_code() for _ in range(40)]
    for code in codes[:20]:
        station.outbox.put(ballot(), spent=code.mark("p"))
    listed = write_list([code.entry("p") for code in codes])
    file = (station.folder / "station.sqlite").read_bytes() + (station.folder / "station.sqlite-wal").read_bytes()
    marks = marks_in(station.connection)
    for code in codes:
        secret = code.typed().replace("-", "").encode()
        assert not any(secret[start : start + 8] in file + listed for start in range(9))
        assert code.entry("p") not in file
    assert not any(mark[start : start + ENTRY_BYTES // 2] in listed for mark in marks for start in range(0, 32, 8))


class TestNoOrder:
    def test_beside_the_mark_nothing_is_kept(self, station):
        for table in ("spent", "spent_lately"):
            columns = station.connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
            assert columns == [("mark",)]
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                station.connection.execute(f"SELECT rowid FROM {table}")

    def test_where_a_mark_lies_in_the_file_does_not_follow_when_it_came(self, station):
        for _ in range(2):
            for _ in range(12):
                station.outbox.put(ballot(), spent=mark())
            assert station.chains.freeze_due(station.clock(), together=12) == 1
        marks = marks_in(station.connection)
        data = (station.folder / "station.sqlite").read_bytes()
        assert all(data.count(one) == 1 for one in marks)
        assert sorted(marks, key=data.index) in (sorted(marks), sorted(marks, reverse=True))

    def test_when_they_are_many_they_lie_as_if_all_had_come_at_once(self, station, tmp_path, twin, clock):
        put = [mark() for _ in range(2 * (MOST_LAID + 1))]
        layouts = []
        for number, order in enumerate((put, sorted(put), put[::-1])):
            one = Station(tmp_path / str(number), twin, clock)
            for used in order:
                one.outbox.put(ballot(), spent=used)
            assert one.connection.execute("SELECT count(*) FROM spent").fetchone()[0] == len(put)
            assert all(one.outbox.is_spent(used) for used in put)
            one.connection.close()
            layouts.append(layout(one.folder / "station.sqlite", [bytes.fromhex(used) for used in put]))
        assert layouts[0] == layouts[1] == layouts[2]

    def test_a_ballot_costs_the_same_however_many_codes_were_used(self, station):
        steps = []
        for many in (1_000, 10_000):
            others = [(bytes.fromhex(mark()),) for _ in range(many)]
            with transaction(station.connection):
                for table in ("waiting", *TABLES):
                    station.connection.execute(f"DELETE FROM {table}")
                station.connection.executemany("INSERT INTO spent VALUES (?)", others)
            steps.append(steps_of(lambda: station.outbox.put(ballot(), spent=mark()), on=station.connection))
        assert steps[1] < steps[0] * 1.15 + 10


def layout(path: Path, marks: list[bytes]) -> list[list[bytes]]:
    """The marks on each page that has any, in the order in which they lie there; each stands in the file once."""
    data = path.read_bytes()
    assert all(data.count(one) == 1 for one in marks)
    pages = [data[at : at + PAGE_BYTES] for at in range(0, len(data), PAGE_BYTES)]
    found = [sorted((one for one in marks if one in page), key=page.index) for page in pages]
    return [page for page in found if page]


def make_older(path: Path, version: int) -> None:
    """A file as the version before marks has made it, or the one that had all marks in one table."""
    with closing(open_database(path)) as connection, transaction(connection):
        for index in ("kept_reports", "batches_by_day"):
            connection.execute(f"DROP INDEX {index}")
        for table in TABLES[: 3 - version]:
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("UPDATE state SET value = ? WHERE key = 'schema'", (schema_digest(connection),))


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_file_of_a_version_before_goes_on_with_all_that_is_in_it(station, version):
    one, path = ballot(), station.folder / "station.sqlite"
    station.outbox.put(one)
    station.connection.close()
    make_older(path, version)
    station.connection = open_database(path)
    assert station.connection.execute("SELECT id FROM waiting").fetchall() == [(one.id,)]
    assert station.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    station.restart()
    station.outbox.put(ballot(), spent=mark())
    assert kept(station) == (2, 1)
    station.connection.close()
    station.connection = open_database(path)


def test_two_that_open_an_older_file_at_once_both_can(station):
    station.connection.close()
    path = station.folder / "station.sqlite"
    make_older(path, 1)
    with closing(open_database(path)) as one, closing(open_database(path)) as other:
        assert schema_digest(one) == schema_digest(other)
    station.connection = open_database(path)


def test_marks_outlive_a_damaged_database(station, tmp_path):
    used = [mark() for _ in range(5)]
    for one in used:
        station.outbox.put(ballot(), spent=one)
    station.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "after" / "station.sqlite"
    copy.parent.mkdir()
    shutil.copy(station.folder / "station.sqlite", copy)
    data = bytearray(copy.read_bytes())
    data[:100] = bytes(100)  # its header is gone
    copy.write_bytes(data)
    assert len(list(carve_rows(bytes(data)))) > 0
    assert salvage_if_damaged(copy) is not None
    with closing(open_database(copy)) as connection:
        found = {one.hex() for one in marks_in(connection)}
    assert found == set(used)
