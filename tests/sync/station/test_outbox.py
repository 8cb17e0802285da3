"""What a person leaves is on disk when put() returns, once, and leaves no trace of when it came."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.key_files import save_key
from sync.protocol.batches import MAX_BATCH_BYTES, MAX_RECORDS, Batch, read_header, read_records
from sync.protocol.encoding import random_id
from sync.protocol.errors import Conflict, Refused
from sync.protocol.records import MAX_SEALED_BYTES, Record, RecordKind, Stream
from sync.station.database import open_database, transaction
from sync.station.journal_rules import KEEP_DAYS, due_days
from sync.station.outbox import NotStored, Outbox, Whereabouts
from tests.kits.station import Clock, Station

MOST_STORED = 40
"""A station is killed at the latest after so many records."""

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sync.station.database import open_database
from sync.protocol.encoding import random_id
from sync.station.outbox import Outbox
from sync.protocol.records import Record, RecordKind
outbox = Outbox(open_database(Path(sys.argv[1])), clock=lambda: datetime.now(UTC))
while True:
    kind = RecordKind.BALLOT if random_id() < "8" else RecordKind.REPORT
    record = Record(random_id(), kind, "k", random_id().encode() * 20)
    outbox.put(record)
    sys.stdout.write(record.id + "\\n")
    sys.stdout.flush()
"""

FREEZER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sync.station.journal import Chains
from sync.station.database import open_database
from sync.key_files import load_signing_key
chains = Chains(open_database(Path(sys.argv[1])), device=sys.argv[3], key=load_signing_key(Path(sys.argv[2])))
while True:
    if made := chains.freeze_due(datetime.now(UTC), together=2):
        print(made, flush=True)
"""


def record(kind: str = RecordKind.REPORT, size: int = 600) -> Record:
    return Record(random_id(), kind, "k", random_id().encode() * (size // 32))


def all_ids(path: Path) -> list[str]:
    connection = open_database(path)
    rows = connection.execute("SELECT id FROM waiting UNION ALL SELECT id FROM kept").fetchall()
    connection.close()
    return [row[0] for row in rows]


def test_killed_at_any_moment_nothing_that_was_said_to_be_stored_is_missing(tmp_path, station):
    """Station killed -9 while it writes and while it freezes, again and again."""
    station.connection.close()
    path, key = station.folder / "station.sqlite", tmp_path / "key.pem"
    save_key(station.key, key)
    moments = random.Random(1)
    promised: list[str] = []
    for _ in range(6):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True)
        freezer = subprocess.Popen(
            [sys.executable, "-c", FREEZER, path, key, station.twin.device], stdout=subprocess.PIPE, text=True
        )
        with writer, freezer:
            assert writer.stdout is not None and freezer.stdout is not None
            freezer.stdout.readline()  # both are at work
            promised += [writer.stdout.readline().strip() for _ in range(moments.randint(1, MOST_STORED))]
            for process in (writer, freezer):
                process.send_signal(signal.SIGKILL)
            promised += [line.strip() for line in writer.stdout if line.endswith("\n")]
        ids = all_ids(path)  # opens with quick_check
        assert set(promised) <= set(ids)
        assert len(ids) == len(set(ids))
    station.connection = open_database(path)
    for inc, seq, line, body in station.connection.execute("SELECT * FROM (SELECT inc, seq, line FROM batches) JOIN "
                                                           "bodies USING (inc, seq)"):  # fmt: skip
        batch = Batch(line, body)
        frozen = read_records(batch, read_header(batch, key=station.key.public))
        kept = station.connection.execute("SELECT id FROM kept WHERE inc = ? AND seq = ?", (inc, seq)).fetchall()
        assert [r.id for r in frozen] == [row[0] for row in kept]


class TestPut:
    def test_counts_follow(self, station):
        station.put(2)
        station.put(1, RecordKind.BALLOT)
        assert station.outbox.counts(Stream.REPORTS).waiting == 2
        assert station.outbox.counts(Stream.BALLOTS).oldest_day == "2026-11-22"

    def test_a_kind_of_tomorrow_is_kept_with_the_reports(self, station):
        station.put(1, "idea")
        assert station.outbox.counts(Stream.REPORTS).waiting == 1

    def test_the_same_again_is_one(self, station):
        one = record()
        station.outbox.put(one)
        station.outbox.put(one)
        assert station.outbox.counts(Stream.REPORTS).waiting == 1

    def test_another_under_the_same_id_is_a_conflict(self, station):
        one = record()
        station.outbox.put(one)
        with pytest.raises(Conflict):
            station.outbox.put(Record(one.id, one.kind, one.kid, b"other"))
        assert station.connection.execute("SELECT sealed FROM waiting").fetchall() == [(one.sealed,)]

    def test_too_long_for_any_batch_is_refused_before_it_blocks_the_chain(self, station):
        with pytest.raises(Refused):
            station.outbox.put(Record(random_id(), RecordKind.REPORT, "k", b"x" * (MAX_SEALED_BYTES + 1)))

    def test_a_full_disk_is_said_and_nothing_is_half_saved(self, station):
        pages = station.connection.execute("PRAGMA page_count").fetchone()[0]
        station.connection.execute(f"PRAGMA max_page_count = {pages}")
        stored = []
        big = [record(size=3200) for _ in range(5)]
        with pytest.raises(NotStored):
            for one in big:
                station.outbox.put(one)
                stored.append(one.id)
        station.connection.execute("PRAGMA max_page_count = 100000")
        assert [row[0] for row in station.connection.execute("SELECT id FROM waiting")] == sorted(stored)
        station.outbox.put(big[len(stored)])  # the same object goes in once there is room

    def test_a_closed_file_is_said_in_the_same_way(self, tmp_path):
        connection = sqlite3.connect(tmp_path / "x", isolation_level=None)
        connection.close()
        with pytest.raises(NotStored):
            Outbox(connection, clock=Clock()).put(record())


class TestNothingTellsWhoVotedWhen:
    def test_the_file_knows_the_day_only(self, station):
        station.put(5, RecordKind.BALLOT)
        station.chains.freeze_due(station.clock(), together=3)
        text = "".join(station.connection.iterdump())
        assert "2026-11-22" in text
        assert "12:00" not in text.replace("2026-11-22T12:00:00Z", "", 1)  # enrolled_at, before any ballot

    def test_frozen_ballots_lie_in_the_order_of_their_random_ids(self, station):
        put = station.put(9, RecordKind.BALLOT)
        station.chains.freeze_due(station.clock(), together=3)
        batch = station.chains.next_batch(station.chains.all()[0].inc).batch
        header = read_header(batch, key=station.key.public)
        assert [r.id for r in read_records(batch, header)] == sorted(r.id for r in put)
        assert header.taken == "2026-11-22"

    def test_where_a_ballot_lies_in_the_file_does_not_follow_when_it_came(self, station):
        """Bytes of neighbours in one page are laid down in order of writing: frozen ones are written by id."""
        put = station.put(4, RecordKind.BALLOT)
        station.chains.freeze_due(station.clock(), together=3)
        station.connection.execute("DELETE FROM bodies")
        station.connection.close()
        data = (station.folder / "station.sqlite").read_bytes()
        station.connection = open_database(station.folder / "station.sqlite")
        for one in put:
            assert data.count(one.sealed) == 1  # secure_delete: the place where it waited is zero
        places = {one.id: data.index(one.sealed) for one in put}
        by_place = sorted(places, key=places.__getitem__)
        assert by_place in (sorted(places), sorted(places, reverse=True))

    def test_the_journal_is_emptied_after_ballots_are_frozen(self, station):
        station.put(5, RecordKind.BALLOT)
        journal = station.folder / "station.sqlite-wal"
        station.state.note_revoked(True)  # whatever else is written
        assert journal.stat().st_size > 0
        station.chains.freeze_due(station.clock(), together=3)
        assert journal.stat().st_size == 0

    @given(
        waiting=st.dictionaries(st.sampled_from(["2026-11-20", "2026-11-21", "2026-11-22"]), st.integers(1, 9)),
        together=st.integers(1, 20),
    )
    def test_ballots_of_today_never_go_in_a_group_that_is_too_small(self, waiting, together):
        due = due_days(waiting, stream=Stream.BALLOTS, today=date(2026, 11, 22), together=together)
        if "2026-11-22" in due:
            assert sum(waiting[day] for day in due) >= together
        assert due >= set(waiting) - {"2026-11-22"}

    def test_a_clock_that_was_ahead_does_not_hold_ballots_back(self):
        waiting = {"2040-01-01": 1}
        assert due_days(waiting, stream=Stream.BALLOTS, today=date(2026, 11, 22), together=10) == {"2040-01-01"}

    def test_when_asked_to_they_all_go(self, station):
        station.put(1, RecordKind.BALLOT)
        assert station.chains.freeze_due(station.clock(), together=3) == 0
        assert station.chains.freeze_due(station.clock(), together=3, forced=True) == 1


class TestFreezing:
    def test_a_batch_holds_at_most_its_number_of_records(self, station):
        with transaction(station.connection):
            station.connection.executemany(
                "INSERT INTO waiting VALUES ('reports', ?, 'report', 'k', x'00', '2026-11-22')",
                [(f"{n:032x}",) for n in range(MAX_RECORDS + 1)],
            )
        made = station.chains.freeze_due(station.clock(), together=3)
        assert made == 2

    def test_what_is_left_of_many_ballots_is_not_sent_as_a_small_group(self, station):
        with transaction(station.connection):
            station.connection.executemany(
                "INSERT INTO waiting VALUES ('ballots', ?, 'ballot', 'k', x'00', '2026-11-22')",
                [(f"{n:032x}",) for n in range(MAX_RECORDS + 2)],
            )
        assert station.chains.freeze_due(station.clock(), together=3) == 1
        assert station.connection.execute("SELECT count(*) FROM waiting").fetchone() == (2,)

    def test_a_batch_never_grows_beyond_its_bytes(self, station):
        random_bytes = random.Random(2).randbytes
        for _ in range(9):
            station.outbox.put(Record(random_id(), RecordKind.REPORT, "k", random_bytes(MAX_SEALED_BYTES)))
        station.chains.freeze_due(station.clock(), together=3)
        sizes = [row[0] for row in station.connection.execute("SELECT length(body) FROM bodies")]
        assert max(sizes) <= MAX_BATCH_BYTES
        assert station.round().acknowledged == 9

    def test_a_station_enrolled_anew_in_between_freezes_nothing_under_its_old_name(self, station):
        station.put()
        station.connection.execute("UPDATE identity SET device = 'another'")
        assert station.chains.freeze_due(station.clock(), together=3) == 0
        assert station.chains.all() == []


class TestPruning:
    def prepared(self, station: Station, *, safe: int, days: int) -> int:
        station.put(2)
        station.round()
        station.twin.safe = safe
        station.round()
        return station.chains.prune(station.clock().date() + timedelta(days=days))

    def test_safe_and_old_may_go(self, station):
        assert self.prepared(station, safe=1, days=KEEP_DAYS + 1) == 1
        assert all_ids(station.folder / "station.sqlite") == []

    def test_old_but_not_in_a_verified_backup_stays(self, station):
        assert self.prepared(station, safe=0, days=10 * KEEP_DAYS) == 0

    def test_safe_but_not_old_stays(self, station):
        assert self.prepared(station, safe=1, days=KEEP_DAYS) == 0

    def test_not_acknowledged_stays(self, station):
        station.put(2)
        station.twin.safe = 5
        station.chains.freeze_due(station.clock(), together=3)
        station.chains.note_safe(station.chains.all()[0], 5)
        assert station.chains.prune(station.clock().date() + timedelta(days=99)) == 0

    def test_the_chain_goes_on_after_all_its_batches_are_gone(self, station):
        self.prepared(station, safe=1, days=KEEP_DAYS + 1)
        station.put()
        assert station.round().complete
        assert [len(chain) for chain in station.twin.memory.chains.values()] == [2]


def test_the_kiosk_loads_nothing_heavy_with_the_parts_of_its_station():
    code = (
        "import sys, sync.station.assembly, sync.station.database, sync.protocol.report_status; "
        "print([m for m in ('joserfc', 'tuf', 'requests', 'zstandard', 'urllib3', 'http.client') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_a_report_is_found_by_its_id_until_the_hub_has_it_and_after(station: Station):
    mine = record()
    assert station.outbox.whereabouts(mine.id) is Whereabouts.UNKNOWN
    station.outbox.put(mine)
    assert station.outbox.whereabouts(mine.id) is Whereabouts.HERE
    station.chains.freeze_due(station.clock(), together=station.together)
    assert station.outbox.whereabouts(mine.id) is Whereabouts.ON_ITS_WAY
    assert station.outbox.counts(Stream.REPORTS).on_its_way == 1
    station.round()
    assert station.outbox.whereabouts(mine.id) is Whereabouts.HANDED_OVER


def test_no_ballot_is_ever_found(station: Station):
    ballot = record(RecordKind.BALLOT)
    station.outbox.put(ballot)
    assert station.outbox.whereabouts(ballot.id) is Whereabouts.UNKNOWN
    station.chains.freeze_due(station.clock(), together=1)
    assert station.outbox.whereabouts(ballot.id) is Whereabouts.UNKNOWN
