"""Every answer of the hub and every failure between two machines, against a hub that speaks the protocol truly."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from sync.agent.back_off import BACK_OFF_AT_MOST_SECONDS, BACK_OFF_SECONDS, back_off
from sync.agent.content_updates import ContentExpired, SessionFetcher, TufUpdates
from sync.agent.exchange import run_round
from sync.boot_clock import Tick
from sync.protocol.batches import Batch, read_header
from sync.protocol.connection_faults import ConnectionFault
from sync.protocol.errors import TryLater, Untrusted
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.clock_trust import StationClock
from sync.station.database import transaction
from sync.station.events import Event, Note
from tests.kits.hub_twin import HUB_URL, Answer, HubTwin, answer_lost, connection_torn, instead, session_to, words
from tests.kits.station import events, everything_is_there


class TestWhenAllIsWell:
    def test_a_report_goes_at_once_and_is_acknowledged(self, station, twin):
        records = station.put(2)
        result = station.round()
        assert (result.sent, result.acknowledged, result.waiting, result.complete) == (1, 2, 0, True)
        everything_is_there(twin, records)
        assert station.state.last_success == station.clock()

    def test_nothing_to_send_sends_nothing_but_asks_the_heads(self, station, twin):
        result = station.round()
        assert result.complete and not twin.batches and len(twin.statuses) == 1

    def test_the_status_tells_counts_and_days_only(self, station, twin):
        station.put(2)
        station.put(1, RecordKind.BALLOT)
        station.round()
        assert twin.statuses[0].waiting == {"answers": 0, "ballots": 1, "reports": 2}
        assert twin.statuses[0].oldest_waiting == "2026-11-22"

    def test_batches_follow_each_other_in_one_chain(self, station, twin):
        for _ in range(3):
            station.put()
            station.round()
        headers = [read_header(Batch.from_bytes(data), key=station.key.public) for data in twin.batches]
        assert [header.seq for header in headers] == [1, 2, 3]
        assert len({header.inc for header in headers}) == 1

    def test_ballots_wait_until_there_are_enough(self, station, twin):
        station.put(2, RecordKind.BALLOT)
        assert station.round().complete and not twin.batches
        station.put(1, RecordKind.BALLOT)
        assert station.round().acknowledged == 3

    def test_ballots_go_when_their_day_is_over(self, station, twin):
        station.put(2, RecordKind.BALLOT)
        station.clock.pass_days(1)
        assert station.round().acknowledged == 2

    def test_ten_thousand_records_arrive(self, station, twin):
        with transaction(station.connection):
            records = [Record(f"{n:032x}", RecordKind.REPORT, "k", bytes([n % 251]) * 600) for n in range(10_000)]
            station.connection.executemany(
                "INSERT INTO waiting VALUES ('reports', ?, ?, ?, ?, '2026-11-22')",
                [(r.id, r.kind.value, r.kid, r.sealed) for r in records],
            )
        result = station.round()
        assert (result.sent, result.acknowledged, result.waiting) == (20, 10_000, 0)
        assert len(twin.memory.records) == 10_000


class TestAnswers:
    def test_a_lost_acknowledgement_costs_one_repeat_of_the_same_bytes(self, station, twin):
        records = station.put(5)
        twin.faults = [answer_lost]
        assert events(station.round()) == [Event.HUB_SILENT]
        assert station.waiting(Stream.REPORTS) == 5
        assert station.round().acknowledged == 5
        assert twin.batches[0] == twin.batches[1]
        assert twin.memory.seen_again == 0
        everything_is_there(twin, records)

    def test_a_torn_connection_costs_one_repeat(self, station, twin):
        records = station.put(5)
        twin.faults = [connection_torn]
        assert not station.round().complete
        assert station.round().complete
        everything_is_there(twin, records)

    @pytest.mark.parametrize("status", [413, 429, 500, 502, 503, 507])
    def test_a_busy_hub_is_waited_for(self, station, twin, status):
        station.put()
        twin.faults = [instead(words(status, "later", Retry_After="120"))]
        result = station.round()
        assert events(result) == [Event.HUB_SILENT]
        assert result.after_seconds == 120
        assert station.round().complete

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(200, b"<html>Welcome to our wireless network</html>"),
            Answer(200, b""),
            Answer(302, b"", {"Location": "http://portal.test/"}),
            Answer(404, b"not here"),
            Answer(401, b'{"words": "no station with this key"}'),
            Answer(403, b"forbidden"),
            Answer(409, b"conflict"),
            Answer(422, b'{"words": "no"}'),
            Answer(200, b"x" * 100_000),
        ],
    )
    def test_only_a_signed_answer_counts(self, station, twin, answer):
        station.put()
        twin.faults = [instead(answer)]
        result = station.round()
        assert events(result) == [Event.HUB_UNKNOWN]
        assert station.waiting(Stream.REPORTS) == 1
        assert station.round().complete

    def test_an_endless_answer_is_not_read_to_its_end(self, station, twin):
        class Endless(io.RawIOBase):
            given = 0

            def read(self, size=-1):
                self.given += size
                return b"x" * size if self.given < 50_000_000 else b""

        station.put()
        stream = Endless()
        twin.faults = [instead(Answer(200, stream))]
        assert events(station.round()) == [Event.HUB_UNKNOWN]
        assert stream.given < 100_000

    def test_nobody_sends_us_elsewhere(self, station, twin):
        station.put()
        twin.faults = [instead(Answer(307, b"", {"Location": "http://portal.test/"}))]
        station.round()
        assert all(url.startswith(HUB_URL) for url in twin.asked)

    def test_an_acknowledgement_of_another_key_does_not_count(self, station, twin, clock):
        other = HubTwin(clock)
        other.device, other.epoch, other.station = twin.device, twin.epoch, twin.station
        station.put()
        twin.faults = [lambda take: other.answer("POST", "/api/v1/batches", station.chains.next_batch(
            station.chains.all()[0].inc).batch.to_bytes())]  # fmt: skip
        assert events(station.round()) == [Event.HUB_UNKNOWN]
        assert station.waiting(Stream.REPORTS) == 1

    def test_an_acknowledgement_of_another_batch_does_not_count(self, station, twin):
        station.put()
        station.round()
        first = next(iter(twin.memory.acks.values()))
        station.put()
        twin.faults = [instead(Answer(200, first.encode()))]
        assert events(station.round()) == [Event.HUB_UNKNOWN]
        assert station.waiting(Stream.REPORTS) == 1

    def test_an_acknowledgement_from_another_database_does_not_count(self, station, twin):
        station.put()
        epoch = twin.epoch

        def other_epoch(take):
            twin.epoch = "another"
            answer = take()
            twin.epoch = epoch
            return answer

        twin.faults = [other_epoch]
        assert events(station.round()) == [Event.HUB_UNKNOWN]
        assert station.waiting(Stream.REPORTS) == 1

    @pytest.mark.parametrize(
        ("status", "event"), [(401, Event.HUB_UNKNOWN), (404, Event.HUB_UNKNOWN), (503, Event.HUB_SILENT)]
    )
    def test_without_heads_nothing_is_sent(self, station, twin, status, event):
        station.put()
        twin._heads = lambda message: words(status, "no")
        assert events(station.round()) == [event]
        assert not twin.batches

    def test_revoked_while_sending(self, station, twin):
        station.put()

        def revoke(take):
            twin.revoked = True
            return take()

        twin.faults = [revoke]
        assert events(station.round()) == [Event.REVOKED]
        assert station.state.is_revoked
        assert station.waiting(Stream.REPORTS) == 1

    def test_revoked_before_sending_sends_nothing(self, station, twin):
        station.put()
        twin.revoked = True
        assert events(station.round()) == [Event.REVOKED]
        assert station.state.is_revoked and not twin.batches

    def test_a_revocation_taken_back_lets_the_station_serve_again(self, station, twin):
        station.put()
        twin.revoked = True
        station.round()
        twin.revoked = False
        assert station.round().complete
        assert not station.state.is_revoked

    def test_a_signed_no_keeps_the_batch_and_does_not_hold_up_the_other_chain(self, station, twin):
        ballots = station.put(3, RecordKind.BALLOT)
        reports = station.put(1)
        twin.faults = [lambda take: twin.refuse(400, "malformed")]
        result = station.round()
        assert events(result) == [Event.BATCH_REFUSED]
        everything_is_there(twin, reports)
        assert station.waiting(Stream.BALLOTS) == 3
        assert station.round().complete
        everything_is_there(twin, ballots)

    def test_a_gap_is_closed_by_comparing_again(self, station, twin):
        first = station.put(2)
        station.round()
        before = twin.backup()
        second = station.put(2)

        def restored_in_between(take):
            before.chains.clear()
            twin.restore(before)
            return take()

        twin.faults = [restored_in_between]
        result = station.round()
        assert result.complete and Event.HUB_RESTORED in events(result)
        everything_is_there(twin, first + second)

    def test_no_agreement_ends_the_round_and_keeps_everything(self, station, twin):
        station.put(2)
        twin.faults = [lambda take: twin.refuse(409, "gap")] * 20
        result = station.round()
        assert events(result) == [Event.NO_AGREEMENT]
        assert len(twin.faults) > 10
        assert station.waiting(Stream.REPORTS) == 2


class TestTime:
    def test_a_clock_before_the_hubs_word_is_not_believed(self, station, twin):
        station.round()
        station.clock.now = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
        assert station.state.best_time(station.clock) == datetime(2026, 11, 22, 12, tzinfo=UTC)
        station.put()
        twin.clock = lambda: datetime(2026, 11, 22, 13, tzinfo=UTC)
        assert station.round().complete
        header = read_header(Batch.from_bytes(twin.batches[-1]), key=station.key.public)
        assert header.taken == "2026-11-22T13:00:00Z"

    def test_a_clock_that_is_wrong_sends_no_ballot_before_its_time(self, station, twin):
        station.round()
        station.clock.now = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
        station.put(2, RecordKind.BALLOT)
        assert station.round().complete and not twin.batches

    def test_an_earlier_word_of_the_hub_does_not_turn_time_back(self, station, twin):
        station.round()
        twin.clock = lambda: datetime(2020, 1, 1, tzinfo=UTC)
        station.round()
        assert station.state.hub_time == datetime(2026, 11, 22, 12, tzinfo=UTC)

    @pytest.mark.parametrize("failures", [0, 1, 5, 10, 1000])
    def test_back_off_grows_to_its_bound_and_is_spread(self, failures):
        longest = min(BACK_OFF_SECONDS * 2**failures, BACK_OFF_AT_MOST_SECONDS)
        waits = [back_off(failures, Random(seed)) for seed in range(50)]
        assert all(longest / 2 <= wait <= longest for wait in waits)
        assert max(waits) - min(waits) > longest / 4

    def test_back_off_is_never_shorter_than_the_hub_asked(self):
        assert back_off(0, Random(1), after_seconds=777) == 777


def test_a_stop_between_batches_leaves_a_whole_journal(station, twin):
    station.put(3, RecordKind.BALLOT)
    station.put(2)
    answers = iter([True, False, False, False])
    result = run_round(replace(station.parts, go_on=lambda: next(answers)))
    assert result.sent == 1 and not result.complete
    assert station.round().complete


@pytest.mark.parametrize(
    ("error", "event"),
    [(ContentExpired("old"), Event.CONTENT_EXPIRED), (Untrusted("forged"), Event.CONTENT_REFUSED)],
)
def test_content_that_is_not_believed_does_not_hold_up_the_records(station, error, event):
    class Failing:
        def update(self, now):
            raise error

    station.put()
    result = run_round(replace(station.parts, updates=Failing()))
    assert events(result) == [event]
    assert result.complete
    assert station.state.notes == (Note(event, str(error)),)


def test_a_repository_out_of_reach_does_not_hold_up_the_records(station, twin, tmp_path: Path):
    updates = TufUpdates(
        station.content,
        folder=tmp_path / "content",
        repository_url=HUB_URL + "/repo",
        root_sha256="0" * 64,
        fetcher=SessionFetcher(session_to(twin)),
    )
    station.put()
    result = run_round(replace(station.parts, updates=updates))
    assert events(result) == [Event.CONTENT_UNREACHABLE]
    assert result.complete


@pytest.mark.parametrize(("jump", "cause"), [(0, ConnectionFault.EXPIRED), (400, ConnectionFault.CLOCK)])
def test_a_certificate_is_not_blamed_for_a_clock_that_has_jumped(station, twin, jump, cause):
    tick = Tick("boot", 0)
    watch = StationClock(station.state, wall=station.clock, tick=lambda: tick)
    station.parts = replace(station.parts, watch=watch)
    station.round()  # the hub has signed what time it is
    station.clock.pass_days(jump)

    def expired(_message):
        raise TryLater(ConnectionFault.EXPIRED, host="hub.test", clock="2027")

    station.parts.client.heads = expired
    notes = station.round().notes
    assert notes[0].cause is cause and notes[0].event is Event.HUB_SILENT
    assert ([Event.CLOCK_WRONG] if jump else []) == [note.event for note in notes[1:]]
    assert station.state.notes == tuple(notes), "as the attendants' page reads them"
