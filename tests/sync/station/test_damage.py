"""After a damaged database: the hub is told once, the file goes when nothing needs it, and is never sent."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from random import Random

import pytest

from sync.key_files import save_key
from sync.protocol.encoding import to_base64
from sync.protocol.envelope import open_damage
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.records import Damage, Record, RecordKind, Stream
from sync.station.outbox import NotStored, Outbox
from sync.station.recovery.report_damage import KEPT_DAYS, see_to_damage
from sync.station.recovery.salvage import salvage_if_damaged, salvages
from tests.kits.station import NOON, Station
from tests.sync.station.test_salvage import crash, overwrite_the_first, reopened

KEY = OpenKey.generate()


@pytest.fixture
def station(tmp_path, twin, clock) -> Iterator[Station]:
    """A station that goes on with the 40 records that were saved."""
    station = Station(tmp_path / "begun", twin, clock)
    station.put(31)
    station.put(9, RecordKind.BALLOT)
    path = crash(station, tmp_path / "crashed", with_journal=False)
    station.connection.close()
    overwrite_the_first(path, Random(1))
    salvage_if_damaged(path)
    yield reopened(station, path)
    station.connection.close()


def see(station: Station, *, is_short: bool = False, key: OpenKey | None = KEY) -> int:
    return see_to_damage(
        station.folder / "station.sqlite",
        outbox=station.outbox,
        chains=station.chains,
        find_key=lambda: key.public if key else None,
        now=station.clock(),
        is_short=is_short,
    )


def words_at_hub(station: Station) -> list[Damage]:
    records = station.twin.memory.records.values()
    return [open_damage(record, key=KEY) for record in records if record.kind == RecordKind.DAMAGE]


def aside(station: Station) -> list[str]:
    return [salvage.folder.name for salvage in salvages(station.folder / "station.sqlite")]


def test_the_hub_is_told_once_with_counts_only(station):
    see(station)
    see(station)
    station.round()
    see(station)
    station.round()
    (told,) = words_at_hub(station)
    assert told == Damage("2026-11-22", told.size, 40, "damaged/001")
    assert told.size >= (station.folder / "damaged/001/station.sqlite").stat().st_size


def test_without_the_hubs_key_it_waits(station):
    see(station, key=None)
    assert station.waiting(Stream.REPORTS) == 31
    see(station)
    assert station.waiting(Stream.REPORTS) == 32


def test_the_file_never_leaves_the_station(station):
    """It tells the order of ballots: neither it nor a part of it longer than a sealed record is sent, by any way."""
    held = (station.folder / "damaged/001/station.sqlite").read_bytes()
    see(station)
    station.clock.pass_days(1)
    station.round()
    sent = b"".join(station.twin.batches)
    pages = [held[start : start + 512] for start in range(0, len(held), 512)]
    assert not any(page in sent or to_base64(page).encode() in sent for page in pages if len(set(page)) > 100)
    assert not (station.folder / "blobs").exists()


class TestLettingGo:
    """When the file goes."""

    def test_it_stays_until_all_that_was_saved_is_safe_and_it_is_old(self, station):
        see(station)
        station.clock.pass_days(KEPT_DAYS + 1)
        station.round()
        assert see(station) == 0, "acknowledged, but in no backup"
        station.twin.safe = 99
        station.round()
        assert see(station) == 1
        assert aside(station) == []
        assert not list((station.folder / "damaged").iterdir())

    def test_it_stays_while_it_is_young(self, station):
        see(station)
        station.twin.safe = 99
        station.round()
        station.round()
        station.clock.pass_days(KEPT_DAYS)
        assert see(station) == 0
        assert see(station, is_short=True) == 1, "a nearly full disk takes it before its time"

    def test_on_a_short_disk_nothing_goes_that_is_not_safe(self, station):
        see(station)
        station.round()
        assert see(station, is_short=True) == 0

    def test_what_waits_again_is_not_safe(self, station):
        see(station)
        station.twin.safe = 99
        station.round()
        station.round()
        for chain in station.chains.all():
            station.chains.end_chain(chain, proven=0)
        assert see(station, is_short=True) == 0

    def test_after_it_is_gone_the_next_has_a_folder_of_its_own(self, station):
        see(station)
        station.twin.safe = 99
        station.round()
        station.round()
        see(station, is_short=True)
        station.connection.close()
        database = station.folder / "station.sqlite"
        database.write_bytes(b"no database" * 20 + database.read_bytes()[220:])
        assert salvage_if_damaged(database)
        assert len(salvages(database)) == 1


STEPS = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from sync.station.journal import Chains
from sync.station.recovery.report_damage import see_to_damage
from sync.station.database import open_database
from sync.key_files import load_open_key
from sync.protocol.keys import SigningKey
from sync.station.outbox import Outbox
data, left = Path(sys.argv[1]), int(sys.argv[2])
connection, key = open_database(data / "station.sqlite"), load_open_key(data / "open.pem").public
clock = lambda: datetime.fromisoformat(sys.argv[3])
def count_down(event, arguments):
    global left
    is_word = event == "open" and "word" in str(arguments[0])
    if event in {"os.rename", "os.remove", "os.rmdir", "shutil.rmtree"} or is_word:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(count_down)
chains = Chains(connection, device="d", key=SigningKey.generate())
see_to_damage(data / "station.sqlite", outbox=Outbox(connection, clock=clock), chains=chains, find_key=lambda: key,
              now=clock(), is_short=len(sys.argv) > 4)
"""


def run_until(station: Station, step: int, *more: str) -> int:
    command = [sys.executable, "-c", STEPS, str(station.folder), str(step), NOON.isoformat(), *more]
    return subprocess.run(command, check=False).returncode


def test_killed_while_telling_it_is_told_once(station):
    save_key(KEY, station.folder / "open.pem")
    for step in range(0, 20):
        code = run_until(station, step)
        station.round()
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert 1 < step < 19
    assert len(words_at_hub(station)) == 1


def test_killed_while_removing_no_salvage_begins_again(station):
    save_key(KEY, station.folder / "open.pem")
    see(station)
    station.twin.safe = 99
    station.round()
    station.round()
    for step in (0, 1, 2, 3):
        run_until(station, step, "short")
        assert salvage_if_damaged(station.folder / "station.sqlite") is None
        assert station.connection.execute("SELECT count(*) FROM kept").fetchone()[0] == 41
    run_until(station, 99, "short")
    assert not list((station.folder / "damaged").iterdir())


def test_a_disk_without_room_is_said_and_tried_again(station):
    class Full(Outbox):
        def put(self, record: Record) -> None:
            raise NotStored("full")

    with pytest.raises(NotStored):
        see_to_damage(
            station.folder / "station.sqlite", outbox=Full(station.connection, clock=station.clock),
            chains=station.chains, find_key=lambda: KEY.public, now=station.clock(), is_short=False,
        )  # fmt: skip
    see(station)
    station.round()
    assert len(words_at_hub(station)) == 1


@pytest.mark.parametrize(
    "change", [{"day": "yesterday"}, {"size": -1}, {"saved": 2**40}, {"folder": ""}, {"folder": "x" * 41}]
)
def test_a_word_beyond_its_bounds_is_refused(change):
    wire = Damage("2026-11-22", 4096, 3, "damaged/001").to_wire()
    assert Damage.from_wire(wire).saved == 3
    with pytest.raises(Refused):
        Damage.from_wire(wire | change)
