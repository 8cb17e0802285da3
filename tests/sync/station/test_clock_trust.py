"""A clock that cannot be relied on is said to be so: by each report, by ballots as a batch. It stops nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from sync.boot_clock import Anchor, Tick, machine_tick
from sync.protocol.batches import Batch, BatchHeader, read_header
from sync.protocol.records import RecordKind, Report, Stream
from sync.station.clock_trust import TOLERANCE, StationClock, is_unsure
from sync.station.outbox import Outbox
from tests.kits.station import NOON, Station

START = Tick("first start", 1000)
A_DAY = timedelta(days=1)
MORE = TOLERANCE + timedelta(seconds=1)


def later(seconds: int, *, boot: str = START.boot) -> Tick:
    return Tick(boot, START.seconds + seconds)


class TestRule:
    """Values in, a value out."""

    def test_before_the_hubs_word_it_is_unsure(self):
        assert is_unsure(NOON - MORE, START, floor=NOON, anchor=None)
        assert is_unsure(datetime(1970, 1, 1, tzinfo=UTC), START, floor=NOON, anchor=None)
        assert not is_unsure(NOON - TOLERANCE, START, floor=NOON, anchor=None)
        assert not is_unsure(NOON, START, floor=None, anchor=None)

    @pytest.mark.parametrize("jump", [MORE, -MORE, A_DAY, timedelta(days=365 * 14)])
    def test_a_jump_within_a_session_is_seen(self, jump):
        anchor = Anchor(NOON, START)
        right = NOON + timedelta(hours=1)
        assert not is_unsure(right, later(3600), floor=None, anchor=anchor)
        assert is_unsure(right + jump, later(3600), floor=None, anchor=anchor)

    def test_a_small_step_is_none(self):
        assert not is_unsure(NOON + TOLERANCE, START, floor=None, anchor=Anchor(NOON, START))

    def test_of_another_session_nothing_is_known(self):
        assert not is_unsure(NOON + A_DAY, Tick("second start", 3), floor=None, anchor=Anchor(NOON, START))


def test_this_machine_counts():
    first, second = machine_tick(), machine_tick()
    assert first.boot == second.boot and len(first.boot) == 36
    assert second.seconds >= first.seconds > 0


@dataclass
class Machine:
    """A station with a clock that only counts, in the test's hands."""

    station: Station
    tick: Tick = START

    def __post_init__(self) -> None:
        station = self.station
        station.twin.clock = lambda: NOON
        self.watch = StationClock(station.state, wall=station.clock, tick=lambda: self.tick)
        station.parts = replace(station.parts, watch=self.watch)
        station.outbox = Outbox(
            station.connection, clock=lambda: station.state.best_time(station.clock), is_unsure=self.watch.is_unsure
        )

    def marks(self) -> list[bool]:
        """Of all batches at the hub, in order: whether the clock was unsure."""
        key = self.station.key.public
        return [read_header(Batch.from_bytes(data), key=key).clock_unsure for data in self.station.twin.batches]


@pytest.fixture
def machine(station: Station) -> Machine:
    return Machine(station)


class TestSession:
    """What the clock is measured against, over time."""

    def test_the_start_is_remembered_once(self, machine):
        machine.watch.begin()
        machine.station.clock.now += A_DAY
        machine.watch.begin()
        assert machine.watch.is_unsure()
        machine.tick = Tick("second start", 5)
        machine.watch.begin()
        assert not machine.watch.is_unsure()

    def test_a_start_with_a_plainly_wrong_clock_is_nothing_to_measure_against(self, machine):
        machine.station.state.note_hub_time(NOON)
        machine.station.clock.now = datetime(1970, 1, 1, tzinfo=UTC)
        machine.watch.begin()
        assert machine.watch.is_unsure()
        machine.station.clock.now = NOON + A_DAY  # somebody has set it
        assert not machine.watch.is_unsure()

    def test_the_hubs_word_ends_the_doubt(self, machine):
        machine.watch.begin()
        machine.station.clock.now += A_DAY
        machine.station.twin.clock = lambda: NOON + A_DAY
        assert machine.watch.is_unsure()
        machine.station.round()
        assert not machine.watch.is_unsure()

    def test_an_older_word_played_again_changes_nothing(self, machine):
        machine.station.round()
        machine.station.twin.clock = lambda: NOON - A_DAY
        machine.station.round()
        assert not machine.watch.is_unsure()

    def test_a_clock_the_hub_contradicts_is_unsure(self, machine):
        machine.station.clock.now = NOON + A_DAY  # no jump in this session, and above the floor: it was wrong before
        machine.station.round()
        assert machine.watch.is_unsure()


class TestMarks:
    """What is said, and where."""

    def test_a_right_clock_says_nothing(self, machine):
        machine.station.put(2)
        machine.station.put(3, RecordKind.BALLOT)
        machine.station.round()
        assert machine.marks() == [False, False]
        assert b"unsure" not in b"".join(machine.station.twin.batches)

    @pytest.mark.parametrize("kind", [RecordKind.REPORT, RecordKind.BALLOT])
    def test_what_was_left_under_a_wrong_clock_is_marked_though_it_is_right_when_sent(self, machine, kind):
        machine.station.round()
        machine.station.clock.now = datetime(1970, 1, 1, tzinfo=UTC)
        machine.station.put(2, kind)
        machine.station.clock.now = NOON
        machine.station.put(1, kind)
        machine.station.round()
        machine.station.put(3, kind)
        machine.station.round()
        assert machine.marks() == [True, False]

    def test_a_batch_made_under_a_wrong_clock_is_marked(self, machine):
        machine.station.put(3, RecordKind.BALLOT)
        machine.station.clock.now = datetime(2040, 1, 1, tzinfo=UTC)
        assert machine.station.round().complete, "nothing is refused for a wrong clock"
        assert machine.marks() == [True]

    def test_the_mark_of_ballots_is_one_for_the_batch_and_by_the_day(self, machine):
        machine.station.round()
        machine.station.put(2, RecordKind.BALLOT)
        machine.station.clock.now = datetime(1970, 1, 1, tzinfo=UTC)
        marked = machine.station.put(1, RecordKind.BALLOT)
        rows = machine.station.connection.execute("SELECT day, count(*) FROM waiting GROUP BY day").fetchall()
        assert rows == [("2026-11-22", 3)], "nothing at the station tells the one from the others"
        machine.station.clock.now = NOON
        machine.station.round()
        batch = Batch.from_bytes(machine.station.twin.batches[-1])
        header = read_header(batch, key=machine.station.key.public)
        assert (header.count, header.taken, header.clock_unsure) == (3, "2026-11-22", True)
        assert machine.station.twin.memory.records[marked[0].id] == marked[0]

    def test_records_that_go_into_a_new_batch_take_the_mark_along(self, machine):
        machine.watch.begin()
        machine.station.clock.now = datetime(2040, 1, 1, tzinfo=UTC)
        machine.station.put(3, RecordKind.BALLOT)
        machine.station.chains.freeze_due(NOON, together=3)
        machine.station.clock.now = NOON
        machine.watch.hear(NOON)
        (chain,) = [chain for chain in machine.station.chains.all() if chain.stream is Stream.BALLOTS]
        machine.station.chains.end_chain(chain, proven=0)
        machine.station.round()
        assert machine.marks() == [True]

    def test_old_and_new_headers_are_understood(self):
        wire = {
            "v": 1, "dev": "d", "stream": "reports", "inc": "0" * 32, "seq": 1, "prev": "", "n": 1, "body": "",
            "len": 1, "z": "zstd", "ct": "2026-11-22",
        }  # fmt: skip
        assert not BatchHeader.from_wire(wire).clock_unsure
        marked = BatchHeader.from_wire(wire | {"clock": "unsure"})
        assert marked.clock_unsure and BatchHeader.from_wire(marked.to_wire()) == marked

    def test_a_report_says_it_of_itself(self):
        report = Report("1", "litter", "D", 12.1, 54.1, "x", "de", "2026-11-22", seen="2026-11-20", unsure=True)
        assert Report.from_wire(report.to_wire()) == report
        sure = Report("1", "litter", "D", 12.1, 54.1, "x", "de", "2026-11-22")
        assert {"seen", "clock"}.isdisjoint(sure.to_wire())
