"""Before ballots are frozen, too, neither the file nor its journal tells in which order they were cast."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from sync.protocol.batches import BatchHeader
from sync.protocol.jws import read_unproven
from sync.protocol.participation_codes import new_code
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.database import open_database
from sync.station.outbox import MOST_LAID
from tests.kits.station import Station


def ballots(draw: random.Random, count: int, size: int, kind: RecordKind = RecordKind.BALLOT) -> list[Record]:
    return [Record(f"{draw.getrandbits(128):032x}", kind, "k", draw.randbytes(size)) for _ in range(count)]


def places(path: Path, names: list[bytes]) -> list[bytes]:
    """The names as they stand in the file's bytes; those that stand there twice are seen twice."""
    data = path.read_bytes()
    found = []
    for name in names:
        at = -1
        while (at := data.find(name, at + 1)) >= 0:
            found.append((at, name))
    return [name for _, name in sorted(found)]


@pytest.mark.parametrize("seed", range(5))
def test_after_each_ballot_they_lie_in_the_order_of_their_names_and_the_journal_is_empty(
    station: Station, seed: int
) -> None:
    draw = random.Random(seed)
    cast, marks = ballots(draw, 6, 400), []
    for number, record in enumerate(cast, 1):
        mark = new_code().mark("p")
        marks.append(bytes.fromhex(mark))
        station.outbox.put(record, spent=mark)
        journal = station.folder / "station.sqlite-wal"
        assert not journal.exists() or journal.stat().st_size == 0
        ids = [one.id.encode() for one in cast[:number]]
        # A page is filled from its end: each row lies before those that were written before it.
        assert places(station.folder / "station.sqlite", ids) == sorted(ids, reverse=True)
        assert places(station.folder / "station.sqlite", marks) == sorted(marks, reverse=True)


@pytest.mark.parametrize("seed", range(3))
def test_answers_lie_in_the_order_of_their_names_too_and_wait_for_the_end_of_their_day(
    station: Station, seed: int
) -> None:
    draw = random.Random(seed)
    given = ballots(draw, 7, 90, RecordKind.ANSWER)
    for number, record in enumerate(given, 1):
        station.outbox.put(record)
        station.outbox.put(ballots(draw, 1, 90)[0])
        journal = station.folder / "station.sqlite-wal"
        assert not journal.exists() or journal.stat().st_size == 0
        ids = [one.id.encode() for one in given[:number]]
        assert places(station.folder / "station.sqlite", ids) == sorted(ids, reverse=True)
    station.chains.freeze_due(station.clock(), together=3)
    assert station.outbox.counts(Stream.ANSWERS).waiting == 7
    kinds = "SELECT DISTINCT kind FROM kept"
    assert station.connection.execute(kinds).fetchall() == [("ballot",)], "no answer is in a batch of today"
    station.clock.pass_days(1)
    station.chains.freeze_due(station.clock(), together=3)
    taken = station.connection.execute("SELECT line FROM batches JOIN chains USING (inc) WHERE stream = 'answers'")
    (line,) = taken.fetchall()
    header = BatchHeader.from_wire(read_unproven(line[0]))
    assert (header.count, header.taken) == (7, station.clock().date().isoformat())


@pytest.mark.parametrize("seed", range(3))
def test_ballots_lie_in_the_order_of_their_names_however_many_answers_wait(station: Station, seed: int) -> None:
    draw = random.Random(4)
    for record in ballots(draw, MOST_LAID + 1, 1100, RecordKind.ANSWER):
        station.outbox.put(record)
    cast = ballots(draw, 6, 400)
    random.Random(seed).shuffle(cast)
    for record in cast:
        station.outbox.put(record)
    ids = [one.id.encode() for one in cast]
    assert places(station.folder / "station.sqlite", ids) == sorted(ids, reverse=True)


def test_many_that_wait_are_not_written_anew_with_each(station: Station) -> None:
    cast = ballots(random.Random(1), MOST_LAID + 2, 40)
    for record in cast:
        station.outbox.put(record)
    waiting = station.connection.execute("SELECT count(*) FROM waiting").fetchone()[0]
    assert waiting == MOST_LAID + 2


def test_a_journal_that_somebody_reads_keeps_no_ballot_out(station: Station) -> None:
    with closing(open_database(station.folder / "station.sqlite")) as other:
        other.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM waiting").fetchone()
        first, second = ballots(random.Random(2), 2, 40)
        station.outbox.put(first)
        other.execute("COMMIT")
        station.outbox.put(second)
    assert (
        (station.folder / "station.sqlite-wal").stat().st_size == 0
        if (station.folder / "station.sqlite-wal").exists()
        else True
    )
