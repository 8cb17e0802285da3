"""Nothing on the disk or on the wire tells in which order ballots were cast: statistics over many days of votes.

Each day the true order is known. What an observer sees is turned into a guess of that order, and the guesses are
correlated with the truth (Spearman). All randomness is drawn from a fixed seed, so the figures are the same each run.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from sync.protocol.batches import Batch, read_header, read_records
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.recovery.sqlite_pages import carve_rows
from tests.kits.hub_twin import HubTwin
from tests.kits.station import Clock, Station

DAYS = 60
VOTES = 24
LIMIT = 4 / math.sqrt(DAYS * (VOTES - 1))
"""Four standard deviations of the mean correlation of DAYS random orders: about one run in 16,000 would exceed it."""


class Day:
    """One day of votes at one station, and what can be seen of it afterwards."""

    def __init__(self, folder: Path, number: int) -> None:
        draw = random.Random(number)
        self.clock = Clock()
        self.twin = HubTwin(self.clock)
        self.station = Station(folder, self.twin, self.clock, together=VOTES)
        self.station.connection.execute("PRAGMA synchronous = OFF")
        self.cast = [
            Record(f"{draw.getrandbits(128):032x}", RecordKind.BALLOT, "k", draw.randbytes(300)) for _ in range(VOTES)
        ]
        for record in self.cast:
            self.station.outbox.put(record)
            self.station.put(draw.randrange(2))  # reports in between

    def place(self, seen: Sequence[str]) -> list[int]:
        """Of each ballot, in the order they were cast, where it stands among what was seen."""
        places = {record_id: place for place, record_id in enumerate(seen)}
        return [places[record.id] for record in self.cast]


def in_file(day: Day) -> list[str]:
    """By where the ids stand in the file's bytes."""
    data = (day.station.folder / "station.sqlite").read_bytes()
    return sorted((record.id for record in day.cast), key=lambda record_id: data.find(record_id.encode()))


def in_file_the_last(day: Day) -> list[str]:
    data = (day.station.folder / "station.sqlite").read_bytes()
    return sorted((record.id for record in day.cast), key=lambda record_id: data.rfind(record_id.encode()))


def in_journal(day: Day) -> list[str]:
    """By where the ids stand in the journal, which was emptied after the ballots were frozen and written to since."""
    data = (day.station.folder / "station.sqlite-wal").read_bytes()
    places = {record.id: data.find(record.id.encode()) for record in day.cast}
    return sorted(places, key=lambda record_id: (places[record_id] < 0, places[record_id], record_id))


def in_pages(day: Day) -> list[str]:
    """As the pages hold them, read by what knows the format."""
    rows = carve_rows((day.station.folder / "station.sqlite").read_bytes())
    wanted = {record.id for record in day.cast}
    seen = [value for row in rows for value in row if isinstance(value, str) and value in wanted]
    return list(dict.fromkeys(seen))


def in_table(day: Day) -> list[str]:
    """As a query without an order gives them."""
    rows = day.station.connection.execute("SELECT id FROM kept WHERE kind = 'ballot'")
    return [row[0] for row in rows]


def on_the_wire(day: Day) -> list[str]:
    """As the hub receives them."""
    seen = []
    for data in day.twin.batches:
        batch = Batch.from_bytes(data)
        header = read_header(batch, key=day.station.key.public)
        if header.stream is Stream.BALLOTS:
            seen += [record.id for record in read_records(batch, header)]
    return seen


def correlation(places: Sequence[int]) -> float:
    """Spearman's: 1 for the order in which they were cast, -1 for its reverse, about 0 for anything else."""
    n = len(places)
    return 1 - 6 * sum((place - true) ** 2 for true, place in enumerate(places)) / (n * (n * n - 1))


def neighbours(places: Sequence[int]) -> float:
    """How much more often than by chance two ballots cast one after the other lie side by side."""
    n = len(places)
    together = sum(abs(a - b) == 1 for a, b in pairwise(places))
    return together / (n - 1) - 2 / n


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Day]]:
    """All days, every ballot frozen and sent."""
    found = []
    for number in range(DAYS):
        day = Day(tmp_path_factory.mktemp("day"), number)
        assert day.station.round().complete
        found.append(day)
    yield found
    for day in found:
        day.station.connection.close()


@pytest.mark.parametrize("look", [in_file, in_file_the_last, in_journal, in_pages, in_table, on_the_wire])
def test_what_is_seen_tells_nothing_of_the_order(days: list[Day], look: Callable[[Day], list[str]]):
    seen = [day.place(look(day)) for day in days]
    mean = sum(correlation(places) for places in seen) / DAYS
    beside = sum(neighbours(places) for places in seen) / DAYS
    assert abs(mean) < LIMIT
    assert abs(beside) < LIMIT


def test_nothing_of_a_ballot_is_left_where_it_waited(days: list[Day]):
    """Each id stands in the file once, in its batch; what was deleted is overwritten."""
    for day in days[:10]:
        data = (day.station.folder / "station.sqlite").read_bytes()
        assert {data.count(record.id.encode()) for record in day.cast} <= {1, 2}  # 2: a page that was split


def test_the_wire_has_one_batch_of_ballots_a_day_and_no_finer_time(days: list[Day]):
    for day in days:
        headers = [read_header(Batch.from_bytes(data), key=day.station.key.public) for data in day.twin.batches]
        ballots = [header for header in headers if header.stream is Stream.BALLOTS]
        assert [(header.count, header.taken) for header in ballots] == [(VOTES, "2026-11-22")]


def test_the_statistics_would_notice(days: list[Day]):
    """The same measure on what does follow the order, whole or in part."""
    whole = [day.place([record.id for record in day.cast]) for day in days]
    assert sum(correlation(places) for places in whole) / DAYS == 1
    draw = random.Random(1)
    partly = []
    for day in days:  # each ballot moves by a third of the day at most
        blurred = sorted(range(VOTES), key=lambda place: place + draw.uniform(0, VOTES / 3))
        partly.append(day.place([day.cast[place].id for place in blurred]))
    assert sum(correlation(places) for places in partly) / DAYS > LIMIT
    pairs = []
    for day in days:  # neighbours stay together, the pairs are shuffled
        order = list(range(0, VOTES, 2))
        draw.shuffle(order)
        pairs.append(day.place([day.cast[place + side].id for place in order for side in (0, 1)]))
    assert sum(neighbours(places) for places in pairs) / DAYS > LIMIT
