"""A station's disk fills up: reports stop first, votes last, and what was said to be stored is stored whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sync.protocol.encoding import random_id
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.database import DatabaseUnfit, open_database
from sync.station.disk_reserve import LEAST_SHARE, Reserve, Room, is_disk_full
from sync.station.events import Event
from sync.station.outbox import NotStored, Outbox
from tests.kits.hub_twin import HubTwin
from tests.kits.real.small_disk import fill, small_disk
from tests.kits.station import Clock, Station, events, everything_is_there

SIZE = 6 * 1024 * 1024
"""A reserve for a disk of a few megabytes."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", kilobytes=20 * 1024) as folder:
        yield folder


@pytest.fixture
def reserve(disk: Path) -> Reserve:
    (disk / "station").mkdir()
    return Reserve(disk / "station", size=SIZE)


@pytest.fixture
def full(disk: Path, twin: HubTwin, clock: Clock, reserve: Reserve) -> Iterator[Station]:
    """A station on a small disk that is full but for its reserve."""
    station = Station(disk / "station", twin, clock)
    station.outbox = Outbox(station.connection, clock=clock, reserve=reserve)
    station.parts = replace(station.parts, outbox=station.outbox)
    assert reserve.keep()
    station.put(1)
    fill(disk)
    yield station
    station.connection.close()


def record(kind: str, *, kilobytes: float = 0.64) -> Record:
    return Record(random_id(), kind, "some-key", random_id().encode() * round(kilobytes * 1000 / 32))


def ids_on_disk(path: Path) -> set[str]:
    with closing(open_database(path)) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM waiting UNION SELECT id FROM kept")}


def test_votes_are_taken_when_reports_are_not(full, reserve):
    assert full.outbox.room() == Room(votes=True, reports=False)
    with pytest.raises(NotStored, match="nearly full"):
        full.outbox.put(record(RecordKind.REPORT))
    assert reserve.is_whole, "a report must not take the room of the votes"
    votes = [record(RecordKind.BALLOT) for _ in range(100)]
    for vote in votes:
        full.outbox.put(vote)
    assert not reserve.is_whole
    assert full.outbox.counts(Stream.BALLOTS).waiting == 100
    with pytest.raises(NotStored, match="nearly full"):  # nor the room that was given up for them
        full.outbox.put(record(RecordKind.REPORT))


def test_a_disk_full_to_the_last_byte_is_said_and_nothing_is_half_saved(full):
    stored = {row[0] for row in full.connection.execute("SELECT id FROM waiting")}
    refused = None
    for _ in range(20000):
        vote = record(RecordKind.BALLOT, kilobytes=3)
        try:
            full.outbox.put(vote)
        except NotStored:
            refused = vote
            break
        stored.add(vote.id)
    assert refused, "the disk never became full"
    assert len(stored) > 300, "the reserve is there for hundreds of votes"
    assert not full.outbox.room().votes
    full.connection.close()
    (full.folder.parent / "hog").unlink()
    assert ids_on_disk(full.folder / "station.sqlite") == stored
    full.connection = open_database(full.folder / "station.sqlite")
    Outbox(full.connection, clock=full.clock).put(refused)  # the same object goes in once there is room


def test_what_was_stored_on_a_full_disk_is_handed_over(full, twin):
    votes = [record(RecordKind.BALLOT) for _ in range(20)]
    for vote in votes:
        full.outbox.put(vote)
    result = full.round()
    assert result.complete
    assert Event.NEARLY_FULL in events(result)
    everything_is_there(twin, votes)


def test_a_station_starts_on_a_full_disk(disk, reserve, clock):
    path = disk / "station" / "station.sqlite"
    open_database(path).close()
    assert reserve.keep()
    fill(disk)
    with pytest.raises(DatabaseUnfit):
        open_database(path)
    reserve.make_way()
    with closing(open_database(path)) as connection:
        Outbox(connection, clock=clock, reserve=reserve).put(record(RecordKind.BALLOT))


def test_room_comes_back_with_what_is_safe_at_the_hub(full, twin, clock):
    twin.safe = 10**6
    hog = full.folder.parent / "hog"
    hog.unlink()
    full.outbox.put(record(RecordKind.REPORT))
    full.round()
    assert full.chains.prune(clock().date()) == 0, "it is not old yet"
    full.parts = replace(full.parts, is_short=lambda: True)
    full.round()
    assert full.acknowledged(Stream.REPORTS) == 0


def test_what_is_not_safe_stays_however_short_the_disk_is(full, twin, clock):
    twin.safe = 0
    (full.folder.parent / "hog").unlink()
    full.round()
    assert full.chains.prune(clock().date(), is_short=True) == 0
    assert full.acknowledged(Stream.REPORTS) == 1


class TestReserve:
    """The file alone, on any disk."""

    def test_it_is_kept_when_there_is_plenty(self, tmp_path):
        reserve = Reserve(tmp_path, size=SIZE)
        assert not reserve.is_whole
        assert reserve.keep() and reserve.keep()
        assert (tmp_path / "reserve").stat().st_blocks * 512 >= SIZE, "a hole keeps no room"

    def test_it_is_not_kept_at_the_cost_of_the_rest(self, tmp_path):
        assert not Reserve(tmp_path, size=SIZE, free=lambda _: 2 * SIZE - 1).keep()
        assert list(tmp_path.iterdir()) == []

    def test_a_half_made_one_is_made_anew(self, tmp_path):
        (tmp_path / "reserve").write_bytes(b"half")
        reserve = Reserve(tmp_path, size=SIZE)
        assert not reserve.is_whole
        assert reserve.keep()

    @pytest.mark.parametrize(
        ("free", "kept", "unused", "room"),
        [
            (0, True, 0, Room(votes=True, reports=False)),
            (SIZE // LEAST_SHARE, True, 0, Room(votes=True, reports=True)),
            (SIZE // LEAST_SHARE, False, 0, Room(votes=True, reports=False)),
            (SIZE // LEAST_SHARE, False, SIZE, Room(votes=True, reports=True)),
            (SIZE // LEAST_SHARE - 1, False, 9 * SIZE, Room(votes=False, reports=False)),
        ],
    )
    def test_what_is_taken(self, tmp_path, free, kept, unused, room):
        if kept:
            assert Reserve(tmp_path, size=SIZE).keep()
        assert Reserve(tmp_path, size=SIZE, free=lambda _: free).room(unused) == room

    def test_it_is_given_up_for_a_full_disk_only(self):
        with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(sqlite3.Error) as error:
            connection.execute("no sql")
        assert not is_disk_full(error.value)
        assert not is_disk_full(sqlite3.ProgrammingError("no code"))

    def test_a_disk_that_does_not_answer_is_left_alone(self, tmp_path):
        def gone(_folder: Path) -> int:
            raise OSError("no such device")

        reserve = Reserve(tmp_path, size=SIZE, free=gone)
        assert not reserve.keep()
        reserve.make_way()
