"""From the hub to an answer at a station: a vote and a report are sent, opened, announced, heard, and looked up."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.lookup.rules import look_up
from kiosk.session.findings import BallotInBox, BallotNotListed, ReportStands, ReportUnknown
from kiosk.station.code_sources import StationRegisters
from sync.hub.reports.services import set_state
from sync.hub.stations.hub_clock import begin_clock
from sync.hub.worker.announce import tell_stations
from sync.protocol.envelope import seal_ballot
from sync.protocol.lookup_codes import Tracker, read_code
from sync.protocol.records import Stream
from sync.protocol.report_status import ReportState, Standing, record_id_of
from sync.station.outbox import Outbox
from tests.hub.announcements.test_announcements import Listener
from tests.kits.hub import Hub

NUMBER = "4711181501234567"


def test_what_became_of_a_vote_and_of_a_report_is_told_at_another_station(hub: Hub, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    today, sender, poll = now.astimezone().date(), hub.enrolled_station(), hub.poll()
    tell_stations(hub.folder, log_at_once=False, now=now)  # the log has begun
    ballot, tracker = seal_ballot(poll, [poll.options[0].id], key=sender.seal)
    hub.accept(sender.batch([ballot], stream=Stream.BALLOTS), now=now)
    hub.accept(sender.batch([sender.report(record_id=record_id_of(NUMBER), number=NUMBER)]), now=now)
    hub.work()
    set_state(record_id_of(NUMBER), ReportState.IN_PROGRESS, note="Der Bauhof ist bestellt.", by="amt", now=now)
    tell_stations(hub.folder, log_at_once=False, now=now)
    (tmp_path / "station").mkdir()
    listener = Listener(hub, tmp_path / "station")
    with closing(listener.connection):
        registers = StationRegisters(listener.content, Outbox(listener.connection, clock=lambda: now))

        def found(code: str) -> object:
            return look_up(read_code(code), registers=registers, today=today)

        assert read_code(tracker) == Tracker(tracker)
        assert found(NUMBER) == ReportUnknown()
        listener.listen(now)
        assert found(NUMBER) == ReportStands(Standing(ReportState.IN_PROGRESS, today, "Der Bauhof ist bestellt."))
        assert isinstance(found(tracker), BallotNotListed)  # the log takes the ballots of a day when it is over
        tomorrow = now + timedelta(days=1)
        begin_clock(tomorrow)  # it has counted that day
        tell_stations(hub.folder, log_at_once=False, now=tomorrow)
        listener.listen(tomorrow)
        assert found(tracker) == BallotInBox(poll.id, listener.content.announced.active().as_of)
