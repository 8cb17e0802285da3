"""What a real station can be asked about a code: its own file, and the announcements that lie beside it."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.lookup.rules import look_up
from kiosk.session.findings import ReportUnknown
from kiosk.station.station import StationFile
from sync.protocol.ballot_log import LogEntry, write_files
from sync.protocol.encoding import random_id
from sync.protocol.errors import Refused
from sync.protocol.lookup_codes import ReportNumber
from sync.protocol.records import Record, RecordKind
from sync.protocol.report_status import ReportState, Standing, StandingsFile, part_of, record_id_of
from sync.station.database import open_database
from sync.station.outbox import Whereabouts
from tests.kits.content import AS_OF, Keys
from tests.kits.kiosk_station import give_announcements, make_station

NUMBER = "4711181501234567"
STANDING = Standing(ReportState.OPEN, date(2026, 11, 19))
FIRST, SECOND = LogEntry("garten", "ab" * 32, "01" * 32), LogEntry("garten", "ab" * 32, "02" * 32)


@pytest.fixture
def config(tmp_path: Path, keys: Keys):
    return make_station(tmp_path, keys)


@pytest.fixture
def station(config):
    made = StationFile(config, monotonic=lambda: 0.0)
    yield made
    made.close()


def announce(config, files: dict[str, bytes]) -> None:
    give_announcements(config, files, staged=config.data / random_id())


def test_before_anything_was_heard_from_the_hub_there_is_no_list(station):
    assert station.registers.ballots() is None
    assert station.registers.reports() is None


def test_what_came_last_is_what_is_asked(config, station):
    registers = station.registers
    told = StandingsFile.of([(record_id_of(NUMBER), STANDING)]).to_bytes()
    announce(config, {part_of(record_id_of(NUMBER)): told})
    assert registers.reports().find(record_id_of(NUMBER)) == STANDING
    elsewhere = next(id_ for id_ in iter(random_id, "") if part_of(id_) != part_of(record_id_of(NUMBER)))
    assert registers.reports().find(elsewhere) is None
    assert registers.ballots() is None
    announce(config, write_files([FIRST.leaf, SECOND.leaf], "a signed note"))
    assert registers.reports() is None
    assert registers.ballots().as_of == AS_OF


def test_a_ballot_is_found_with_its_poll_and_whether_it_counts(config, station):
    announce(config, write_files([FIRST.leaf, SECOND.leaf], "a signed note"))
    ballots = station.registers.ballots()
    assert [ballots.find(entry.tracker) for entry in (FIRST, SECOND)] == [("garten", True), ("garten", False)]
    assert ballots.find("A" * 20) is None


def test_a_file_of_states_that_cannot_be_read_tells_nothing(config, station):
    announce(config, {part_of(record_id_of(NUMBER)): b"[]"})
    with pytest.raises(Refused):
        station.registers.reports().find(record_id_of(NUMBER))
    today = STANDING.day
    assert look_up(ReportNumber(NUMBER), registers=station.registers, today=today) == ReportUnknown()


def test_the_stations_own_report_is_known_by_its_number_and_nothing_in_the_file_shows_the_number(config, station):
    record = Record(record_id_of(NUMBER), RecordKind.REPORT, "kid", b"sealed")
    station.outbox.put(record)
    assert station.registers.whereabouts(record_id_of(NUMBER)) is Whereabouts.HERE
    station.close()
    connection = open_database(config.database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert NUMBER.encode() not in config.database.read_bytes()
