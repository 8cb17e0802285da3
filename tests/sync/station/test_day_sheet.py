"""What a station counts of its day: by ballots and visits themselves, and until its closure is stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sync.protocol.day_closure import DaySums
from sync.protocol.encoding import random_id
from sync.protocol.records import Record, RecordKind
from sync.station.database import open_database, transaction
from sync.station.day_sheet import KEY, DaySheet, ballots_stored, read_day
from sync.station.outbox import AlreadySpent, NotStored, Outbox
from sync.station.place_today import PlaceToday, read_place, write_place
from sync.station.visit_book import VisitBook, VisitEnd

DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)
MARK = "ab" * 32


def ballot() -> Record:
    return Record(random_id(), RecordKind.BALLOT, "kid", b"sealed")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(tmp_path / "station.sqlite")) as opened:
        yield opened


@pytest.fixture
def outbox(connection: sqlite3.Connection) -> Outbox:
    return Outbox(connection, clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))


def test_a_ballot_is_counted_with_itself_once_and_a_refused_one_never(
    connection: sqlite3.Connection, outbox: Outbox
) -> None:
    first = ballot()
    outbox.put(first, spent=MARK)
    outbox.put(first, spent=MARK, is_again=True)
    outbox.put(ballot())
    with pytest.raises(AlreadySpent):
        outbox.put(ballot(), spent=MARK)
    outbox.put(Record(random_id(), RecordKind.REPORT, "kid", b"sealed"))
    assert read_day(connection, DAY) == DaySheet("2026-11-22", DaySums(codes_used=1, ballots_cast=2))
    assert ballots_stored(connection) == 2


def test_visits_are_counted_with_what_they_opened(connection: sqlite3.Connection) -> None:
    book = VisitBook(connection)
    for end in (VisitEnd("de", ballots_opened=2, ballots_left=1), VisitEnd("de", abandoned_at="vote")):
        book.count_begun(DAY)
        book.count_end(DAY, end)
    sums = read_day(connection, NEXT).sums
    assert sums == DaySums(ballots_opened=2, ballots_left=1, visits_begun=2, visits_finished=1, visits_abandoned=1)


def test_the_sums_end_with_their_closure_and_never_without(connection: sqlite3.Connection, outbox: Outbox) -> None:
    outbox.put(ballot())
    connection.execute("CREATE TRIGGER full BEFORE INSERT ON waiting BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    closure = Record(random_id(), RecordKind.CLOSURE, "kid", b"sealed")
    with pytest.raises(NotStored):
        outbox.put(closure, instead_of=KEY)
    assert read_day(connection, NEXT).sums.ballots_cast == 1
    connection.execute("DROP TRIGGER full")
    outbox.put(closure, instead_of=KEY)
    assert read_day(connection, NEXT) == DaySheet("2026-11-23", DaySums())
    assert ballots_stored(connection) == 1, "what has to arrive at the hub no closure ends"


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"since":"x","sums":{}}'])
def test_spoilt_sums_begin_anew(connection: sqlite3.Connection, outbox: Outbox, kept: str) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO state VALUES (?, ?)", (KEY, kept))
    outbox.put(ballot())
    assert read_day(connection, DAY) == DaySheet("2026-11-22", DaySums(ballots_cast=1))


def test_a_place_holds_for_its_day(connection: sqlite3.Connection) -> None:
    market = PlaceToday("Markt", "E")
    write_place(connection, market, day=DAY)
    assert (read_place(connection, day=DAY), read_place(connection, day=NEXT)) == (market, None)
