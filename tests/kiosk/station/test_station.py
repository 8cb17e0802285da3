"""The machine as the conductor sees it: real database, real content, a disk and a clock in the test's hands."""

import base64
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from kiosk.conductor import Conductor
from kiosk.station.station import RETRY_SECONDS, StationFile
from kiosk.station.trouble import Trouble
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView
from sync.boot_clock import Tick
from sync.protocol.keys import SigningKey
from sync.protocol.merkle import root_of
from sync.protocol.records import Dated, Record, Stream
from sync.protocol.signed_note import Checkpoint
from sync.station.clock_trust import machine_time
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.disk_reserve import LEAST_SHARE, RESERVE_BYTES, free_bytes
from sync.station.outbox import NotStored, is_marked_unsure
from sync.station.state import StationState
from tests.kits.content import Keys
from tests.kits.kiosk_station import enrol, give_content, make_station
from tests.kits.station_twin import Seconds
from tests.kits.visit_paths import TO_THE_REVIEW

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Disk:
    """Says how much is free."""

    def __init__(self) -> None:
        self.free = 4 * RESERVE_BYTES

    def __call__(self, folder: Path) -> int:
        return self.free


@pytest.fixture
def config(tmp_path, keys: Keys) -> StationConfig:
    return make_station(tmp_path, keys)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def opened(config, disk, seconds):
    station = StationFile(config, monotonic=seconds, clock=lambda: NOON, free=disk)
    yield station
    station.close()


def test_a_station_in_order_has_content_a_place_and_no_trouble(opened):
    assert opened.trouble() is None
    assert opened.district == "D"
    assert {poll.id for poll in opened.package().polls()} >= {"neuer-markt"}
    assert opened.content_id()


def test_what_is_put_is_in_the_file(opened, config):
    opened.outbox.put(Record("a" * 32, "ballot", "kid", b"sealed"))
    other = open_database(config.database)
    assert other.execute("SELECT id, sealed FROM waiting").fetchall() == [("a" * 32, b"sealed")]
    other.close()


def test_the_settings_know_the_district_better_than_the_enrolment(config, seconds):
    station = StationFile(replace(config, district="N"), monotonic=seconds)
    assert station.district == "N"
    station.close()


def test_a_new_folder_is_a_station_that_is_not_enrolled(tmp_path, seconds):
    config = StationConfig(data=tmp_path / "new", hub_url="http://127.0.0.1:1")
    station = StationFile(config, monotonic=seconds)
    assert station.trouble() is Trouble.NOT_ENROLLED
    assert station.district == ""
    enrol(config)
    assert station.trouble() is None
    assert station.package() is None
    station.close()


def test_a_revoked_station_collects_nothing(opened, config):
    other = open_database(config.database)
    StationState(other).note_revoked(True)
    assert opened.trouble() is Trouble.REVOKED
    StationState(other).note_revoked(False)
    assert opened.trouble() is None
    other.close()


def test_a_disk_without_room_for_a_vote_begins_no_visit(opened, disk):
    disk.free = RESERVE_BYTES // LEAST_SHARE - 1
    assert opened.trouble() is Trouble.DISK_FULL
    disk.free = RESERVE_BYTES // LEAST_SHARE
    assert opened.trouble() is None


def test_on_a_disk_that_is_nearly_full_votes_are_taken_and_reports_are_not(opened, disk):
    disk.free = RESERVE_BYTES // 2
    assert opened.trouble() is None
    opened.outbox.put(Record("a" * 32, "ballot", "kid", b"sealed"))
    with pytest.raises(NotStored, match="nearly full"):
        opened.outbox.put(Record("b" * 32, "report", "kid", b"sealed"))


def test_reports_are_taken_while_there_is_room_for_more_than_votes(opened, disk):
    assert opened.takes_reports()
    disk.free = RESERVE_BYTES // 2
    assert not opened.takes_reports() and opened.outbox.room().votes


def test_a_person_whose_report_finds_no_room_is_told_and_can_still_vote(config, disk, seconds):
    station = StationFile(config, monotonic=seconds, clock=lambda: NOON, free=disk)
    conductor = Conductor(station=station, config=config, monotonic=seconds, random=Random(1), note=lambda *_: None)
    conductor.start()

    def ask(*wishes):
        for one in wishes:
            view = conductor.handle(one)
        return view

    ask(wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), wish.OpenReport(), wish.ChooseCategory("litter"))
    ask(wish.ChooseDistrict("D"), wish.Continue(), wish.Describe("Glas am Tor"), *TO_THE_REVIEW)
    disk.free = RESERVE_BYTES // 2  # while the person was writing
    refused = ask(wish.FileReport())
    assert "noch nicht gespeichert" in refused.notice
    ask(wish.Home(), wish.OpenPolls(), wish.OpenPoll("neuer-markt"), wish.Choose("library"), wish.Continue())
    assert isinstance(ask(wish.Cast()), ReceiptView)
    station.close()


def test_a_disk_that_does_not_answer_is_trouble(config, seconds):
    def gone(folder: Path) -> int:
        raise OSError("no such device")

    station = StationFile(config, monotonic=seconds, free=gone)
    assert station.trouble() is Trouble.DATABASE_UNFIT
    station.close()


def test_a_damaged_database_is_left_as_it_is_and_tried_again_after_a_while(config, seconds):
    whole = config.database.read_bytes()
    config.database.write_bytes(b"this is no database" * 500)
    spoilt = config.database.read_bytes()
    station = StationFile(config, monotonic=seconds)
    assert station.trouble() is Trouble.DATABASE_UNFIT
    assert station.district == ""
    assert station.now().tzinfo is not None
    assert config.database.read_bytes() == spoilt
    config.database.write_bytes(whole)
    seconds.now += RETRY_SECONDS - 0.1
    assert station.trouble() is Trouble.DATABASE_UNFIT
    seconds.now += 0.1
    assert station.trouble() is None
    station.close()
    station.close()


def test_a_database_put_in_place_of_a_damaged_one_is_opened(opened, config):
    aside = config.database.with_name("aside.sqlite")
    shutil.copy(config.database, aside)
    aside.replace(config.database)
    assert opened.trouble() is None
    opened.outbox.put(Record("a" * 32, "ballot", "kid", b"sealed"))
    other = open_database(config.database)
    assert other.execute("SELECT count(*) FROM waiting").fetchone() == (1,)
    other.close()


def test_a_database_that_breaks_while_in_use_is_noticed(opened, config):
    connection = sqlite3.connect(config.database)
    connection.execute("DROP TABLE identity")
    connection.commit()
    connection.close()
    assert opened.trouble() is Trouble.DATABASE_UNFIT


def test_the_clock_is_never_before_what_the_hub_has_signed(opened, config):
    assert opened.now() == NOON
    other = open_database(config.database)
    StationState(other).note_hub_time(NOON + timedelta(days=1))
    assert opened.now() == NOON + timedelta(days=1)
    other.close()


def test_a_report_is_dated_by_the_day_and_says_when_the_clock_is_unsure(config):
    times = [NOON]
    station = StationFile(config, monotonic=lambda: 0.0, clock=lambda: times[-1], tick=lambda: Tick("this start", 100))
    assert station.dated(UTC) == Dated("2026-11-22", "", unsure=False)
    other = open_database(config.database)
    StationState(other).note_hub_time(NOON - timedelta(days=2))
    assert station.dated(UTC) == Dated("2026-11-22", "2026-11-20", unsure=False)
    times.append(NOON + timedelta(days=365))  # it jumped
    station.outbox.put(Record("0" * 32, "report", "k", b"sealed"))
    assert station.dated(UTC) == Dated("2027-11-22", "2026-11-20", unsure=True)
    assert is_marked_unsure(other, Stream.REPORTS) and not is_marked_unsure(other, Stream.BALLOTS)
    other.close()
    station.close()


def test_the_seal_of_the_ballot_box_is_that_of_the_log_it_believes(opened, config):
    assert opened.ballot_seal() == ""
    other = open_database(config.database)
    state, key = StationState(other), SigningKey.generate()
    state.note_log(believed=Checkpoint("log", 0, root_of([])).sign(key), refused="")
    assert opened.ballot_seal() == "", "an empty box has none"
    state.note_log(believed=Checkpoint("log", 1, root_of([b"ballot"])).sign(key), refused="")
    assert opened.ballot_seal() == base64.b32encode(root_of([b"ballot"])).decode()[:8]
    other.close()


def test_another_content_package_is_seen_and_read(opened, config, tmp_path):
    before = opened.content_id()
    give_content(config, Keys(), staged=tmp_path / "again")
    assert opened.content_id() != before
    assert opened.package().content_id == opened.content_id()


def test_the_machine_itself_is_asked_by_default(tmp_path):
    assert machine_time().tzinfo is UTC
    assert free_bytes(tmp_path) > 0
