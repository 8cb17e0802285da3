"""A damaged database: put aside, what can still be read goes on in a new one, and the hub has everything once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.messages import NOT_KNOWN
from sync.protocol.promises import KeptPromise, Promise
from sync.protocol.records import Record, RecordKind
from sync.station.database import DatabaseUnfit, open_database
from sync.station.outbox import NotStored
from sync.station.promises import PromiseBook
from sync.station.recovery import salvage
from sync.station.recovery.salvage import keep_identity_copy, salvage_if_damaged, salvages
from sync.station.recovery.sqlite_pages import carve_rows
from sync.station.state import StationState, read_identity
from tests.kits.station import Station, everything_is_there

PAGE = 4096
SEEDS = 30


def live(station: Station, random: Random) -> tuple[list[Record], list[Record]]:
    """A few days of a station: what it has acknowledged, and what it has not."""
    station.connection.execute("PRAGMA synchronous = OFF")  # no power cut comes before the copy is made
    acknowledged: list[Record] = []
    for _ in range(random.randrange(1, 4)):
        acknowledged += station.put(random.randrange(1, 60)) + station.put(9, RecordKind.BALLOT)
        assert station.round().complete
    frozen = station.put(random.randrange(60)) + station.put(6, RecordKind.BALLOT)
    station.chains.freeze_due(station.clock(), together=3)
    waiting = station.put(random.randrange(1, 60)) + station.put(2, RecordKind.BALLOT)
    return acknowledged, frozen + waiting


def crash(station: Station, folder: Path, *, with_journal: bool) -> Path:
    """What the power cut leaves on the disk."""
    folder.mkdir()
    if not with_journal:
        station.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in ("station.sqlite", "station.sqlite-wal"):
        shutil.copy(station.folder / name, folder / name)
    keep_identity_copy(station.connection, folder / "station.sqlite")
    return folder / "station.sqlite"


def overwrite_pages(path: Path, random: Random) -> None:
    data = bytearray(path.read_bytes())
    pages = len(data) // PAGE
    for page in random.sample(range(pages), max(1, pages // 5)):
        data[page * PAGE : (page + 1) * PAGE] = random.randbytes(PAGE)
    path.write_bytes(data)


def overwrite_the_first(path: Path, random: Random) -> None:
    path.write_bytes(random.randbytes(PAGE) + path.read_bytes()[PAGE:])


def cut_off(path: Path, random: Random) -> None:
    pages = path.stat().st_size // PAGE
    os.truncate(path, random.randrange(pages // 2, pages) * PAGE)


def readable(path: Path, records: list[Record]) -> list[Record]:
    """Those whose sealed bytes still stand somewhere in the damaged files, found without any knowledge of SQLite."""
    journal = path.with_name(path.name + "-wal")
    held = path.read_bytes() + (journal.read_bytes() if journal.exists() else b"")
    return [record for record in records if record.sealed in held]


@pytest.mark.parametrize("damage", [overwrite_pages, overwrite_the_first, cut_off])
@pytest.mark.parametrize("seed", range(SEEDS // 3))
def test_what_was_acknowledged_or_is_readable_is_at_the_hub_once(tmp_path, twin, clock, damage, seed):
    random = Random(f"{damage.__name__} {seed}")
    station = Station(tmp_path / "station", twin, clock)
    acknowledged, others = live(station, random)
    path = crash(station, tmp_path / "crashed", with_journal=seed % 2 == 1)
    damage(path, random)
    station.connection.close()
    salvaged_from = readable(path, others)
    old, has_journal = path.read_bytes(), path.with_name("station.sqlite-wal").stat().st_size > 0
    found = salvage_if_damaged(path)
    assert found or has_journal, "only what the journal holds anew may be damaged without harm"
    if found:
        assert found.knows_itself
        kept = (found.folder / "station.sqlite").read_bytes()
        assert kept == old or has_journal, "the damaged file is kept as it was"
    again = reopened(station, path)
    if found:
        assert set(again.chains.left().values()) == {NOT_KNOWN}, "the hub must not take it for a copy"
    clock.pass_days(1)  # a few ballots may go now
    assert again.round().complete
    everything_is_there(twin, acknowledged + salvaged_from)
    assert set(twin.memory.records) <= {record.id for record in acknowledged + others}
    again.connection.close()


def reopened(station: Station, path: Path) -> Station:
    """The same station going on with the file at this place."""
    station.folder = path.parent
    station.connection = open_database(path)
    station._connect()
    return station


PROMISED = KeptPromise(
    "linden",
    {code: f"Linden in der Langen Straße, auf {code} " * 2 for code in LANGUAGE_CODES},
    Promise({code: f"Der Ortsbeirat Stadtmitte, auf {code}" for code in LANGUAGE_CODES}, date(2027, 3, 1)),
    date(2027, 3, 1),
)
"""As large as they come: longer than a page of the database holds in one place."""


@pytest.fixture
def damaged(tmp_path, twin, clock) -> Path:
    """The file of a station with reports and ballots, its first page gone."""
    station = Station(tmp_path / "station", twin, clock)
    station.put(40)
    station.state.note_hub_time(clock())
    station.state.note_revoked(True)
    station.state.note_previous_kid("old")
    station.state.note_unwanted_kid("unwanted")
    station.connection.execute("INSERT INTO content VALUES (1, ?, '2026-11-22')", ("c" * 64,))
    PromiseBook(station.connection).hear([PROMISED])
    path = crash(station, tmp_path / "crashed", with_journal=False)
    station.connection.close()
    overwrite_the_first(path, Random(1))
    return path


def count(path: Path) -> int:
    with closing(open_database(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM waiting").fetchone()[0])


def test_the_words_that_matter_come_along(damaged, clock):
    damaged.chmod(0o660)
    salvage_if_damaged(damaged)
    with closing(open_database(damaged)) as connection:
        assert read_identity(connection) is not None
        assert StationState(connection).hub_time == clock()
        assert StationState(connection).is_revoked
        assert StationState(connection).previous_kid == "old", "else a hub that knows the old key only is lost"
        assert StationState(connection).unwanted_kid == "unwanted"
        assert connection.execute("SELECT id FROM content").fetchone() == ("c" * 64,)
        assert PromiseBook(connection).all() == [PROMISED], "what was promised to people"
    assert damaged.stat().st_mode & 0o777 == 0o660, "the kiosk is another user of the same group"
    assert [(one.folder.name, one.records) for one in salvages(damaged)] == [("001", 40)]
    assert salvage_if_damaged(damaged) is None


def test_the_row_itself_tells_the_identity_as_well_as_its_copy(damaged):
    damaged.with_name("identity.json").unlink()
    found = salvage_if_damaged(damaged)
    assert found and found.knows_itself


def test_without_any_identity_the_records_wait_for_enrolment(damaged):
    damaged.with_name("identity.json").unlink()
    data = damaged.read_bytes()
    damaged.write_bytes(data.replace("Lütten Klein".encode(), b"\xff" * 13))
    found = salvage_if_damaged(damaged)
    assert found and not found.knows_itself
    assert count(damaged) == 40


@pytest.mark.parametrize("missing", ["no file", "another program's", "whole"])
def test_any_other_file_is_left_alone(tmp_path, missing):
    path = tmp_path / "station.sqlite"
    if missing == "another program's":
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE theirs (x)")
        with pytest.raises(DatabaseUnfit, match="another program"):
            salvage_if_damaged(path)
    else:
        if missing == "whole":
            open_database(path).close()
        assert salvage_if_damaged(path) is None
    assert not (tmp_path / "damaged").exists()


def test_a_vote_put_into_the_file_that_was_put_aside_is_not_thanked_for(station):
    (record,) = station.put(1)
    path = station.folder / "station.sqlite"
    path.rename(station.folder / "aside.sqlite")
    open_database(station.folder / "other.sqlite").close()
    (station.folder / "other.sqlite").rename(path)
    with pytest.raises(NotStored, match="put aside"):
        station.outbox.put(record)


def test_what_the_kiosk_began_meanwhile_comes_along(damaged, clock, monkeypatch):
    """The kiosk makes a new file between putting aside and putting in place."""
    put_in_place = salvage._is_put_in_place
    late = Record("a" * 32, RecordKind.BALLOT, "some-key", b"sealed" * 20)

    def kiosk_is_quicker(new: Path, database: Path) -> bool:
        if not list(database.parent.glob("damaged/001/late-*")):
            with closing(open_database(database)) as connection:
                connection.execute(
                    "INSERT INTO waiting VALUES ('ballots', ?, ?, ?, ?, '2026-11-22')",
                    (late.id, late.kind, late.kid, late.sealed),
                )
        return put_in_place(new, database)

    monkeypatch.setattr(salvage, "_is_put_in_place", kiosk_is_quicker)
    found = salvage_if_damaged(damaged)
    assert found and found.records == 41
    with closing(open_database(damaged)) as connection:
        assert connection.execute("SELECT sealed FROM waiting WHERE id = ?", (late.id,)).fetchone() == (late.sealed,)


STEPS = """
import os, sys
from pathlib import Path
from sync.station.recovery.salvage import salvage_if_damaged
left = int(sys.argv[2])
def count_down(event, arguments):
    global left
    if event in {"os.rename", "os.link", "os.remove", "os.mkdir"} or event == "open" and "damaged" in str(arguments[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(count_down)
salvage_if_damaged(Path(sys.argv[1]))
"""


def test_killed_at_any_step_it_is_ended_by_the_next_start(damaged, tmp_path):
    before = sorted(path.name for path in damaged.parent.iterdir())
    for step in range(0, 100, 2):
        folder = tmp_path / f"step-{step}"
        shutil.copytree(damaged.parent, folder)
        ran = subprocess.run([sys.executable, "-c", STEPS, folder / "station.sqlite", str(step)], check=False)
        with suppress(DatabaseUnfit):  # the kiosk starts first, and makes a file where there is none
            open_database(folder / "station.sqlite").close()
        found = salvage_if_damaged(folder / "station.sqlite")
        assert count(folder / "station.sqlite") == 40
        assert len(salvages(folder / "station.sqlite")) == 1
        if ran.returncode == 0:
            assert found is None
            break
    assert 8 < step < 99
    assert before == sorted(path.name for path in damaged.parent.iterdir())


class TestCarving:
    """Reading pages against SQLite itself."""

    def test_it_reads_what_sqlite_reads(self, station, tmp_path):
        station.put(30)
        station.round()
        station.put(200)
        station.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = set(carve_rows((station.folder / "station.sqlite").read_bytes()))
        for table in ("waiting", "kept", "bodies", "batches", "chains", "state"):
            columns = [c[1] for c in sorted(station.connection.execute(f"PRAGMA table_info({table})"), key=key_first)]
            for row in station.connection.execute(f"SELECT {', '.join(columns)} FROM {table}"):
                assert row in rows, table

    def test_it_reads_what_lies_over_many_pages(self, tmp_path):
        with closing(sqlite3.connect(tmp_path / "x")) as connection:
            connection.execute("CREATE TABLE big (id TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID")
            bodies = [(str(n), Random(n).randbytes(n)) for n in (500, 1000, 1002, 1010, 4096, 5000, 100_000)]
            with connection:
                connection.executemany("INSERT INTO big VALUES (?, ?)", bodies)
        assert set(bodies) <= set(carve_rows((tmp_path / "x").read_bytes()))

    @given(st.binary(max_size=3 * PAGE), st.binary(max_size=2 * PAGE))
    def test_any_bytes_are_read_without_harm(self, file, journal):
        list(carve_rows(file, journal))

    @given(st.integers(0, 2**32))
    def test_any_page_that_looks_like_one_is_read_without_harm(self, seed):
        random = Random(seed)
        page = bytearray(random.randbytes(PAGE))
        page[0] = random.choice([2, 10, 13])
        page[3:5] = (200).to_bytes(2, "big")
        list(carve_rows(bytes(PAGE) + bytes(page)))


def key_first(column: tuple[object, ...]) -> tuple[bool, int, int]:
    place, _name, _type, _notnull, _default, key = column
    return (key == 0, int(str(key)), int(str(place)))
