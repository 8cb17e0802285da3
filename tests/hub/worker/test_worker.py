"""The worker: what waits becomes reports and ballots, once; what cannot is kept with its reason and stops nobody."""

from __future__ import annotations

import dataclasses
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction

import sync
from sync.hub.audit.models import AuditEntry
from sync.hub.intake.batch_reader import sealed_in, sealed_record
from sync.hub.intake.models import Batch, RecordState, SealedRecord
from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.models import DefectReport
from sync.hub.worker.apply import (
    MAX_TRIES,
    RECORDS_AT_ONCE,
    Applied,
    admit_held,
    apply_opened,
    apply_waiting,
    open_record,
)
from sync.hub.worker.keyring import Content, Keyring, Opening
from sync.protocol.batches import FIRST_HASH, freeze_batch
from sync.protocol.encoding import canonical_json, random_id, to_base64
from sync.protocol.envelope import open_outer
from sync.protocol.keys import OpenKey, SealKey
from sync.protocol.reasons import RecordReason
from sync.protocol.records import Record, RecordKind, Stream
from tests.kits.hub import NOW, Hub, Station, list_all, on_both
from tests.kits.waiting import PATIENCE_S, wait_until

PROJECT = Path(sync.__file__).parents[1]


def seal_anything(plaintext: bytes, kind: str, *, key: SealKey, record_id: str = "a" * 32) -> Record:
    """What a broken or malicious station could seal rightly."""
    return Record(record_id, kind, key.kid, key.seal(plaintext, f"ck1|rec|{key.kid}|{record_id}".encode()))


def send(hub: Hub, station: Station, *records: Record, stream: Stream = Stream.REPORTS) -> None:
    hub.accept(station.batch(records, stream=stream))


def states() -> dict[str, str]:
    return dict(SealedRecord.objects.values_list("record_id", "state"))


@on_both
def test_a_report_says_how_far_its_day_can_be_believed(hub: Hub) -> None:
    station = hub.enrolled_station()
    sure, unsure = station.report(), station.report(seen="2026-11-20", unsure=True)
    hub.accept(station.batch([sure, unsure]))
    hub.work()
    found = {row.record_id: (row.clock_unsure, row.seen_day) for row in DefectReport.objects.all()}
    assert found == {sure.id: (False, None), unsure.id: (True, date(2026, 11, 20))}
    client = hub.client
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    page, other = (
        client.get(f"/reports/{record.id}/", headers={"accept-language": "de"}).content.decode()
        for record in (unsure, sure)
    )
    assert "Uhr unsicher" in page and "nicht vor dem 20. November 2026" in page
    assert "Uhr unsicher" not in other


def test_a_batch_made_under_a_wrong_clock_says_so_on_its_page(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = freeze_batch(
        [station.report()], stream=Stream.REPORTS, device=station.device, inc=random_id(), seq=1, prev=FIRST_HASH,
        taken="2026-11-22", key=station.key, clock_unsure=True,
    )  # fmt: skip
    right = station.batch()
    client = hub.client
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    for one, expected in ((batch, True), (right, False)):
        hub.accept(one)
        page = client.get(f"/batches/{one.hash}/", headers={"accept-language": "de"}).content.decode()
        assert ("Uhr unsicher" in page) is expected


def test_a_report_arrives_in_clear_with_its_batchs_time(hub: Hub) -> None:
    station = hub.enrolled_station()
    record = station.report("Die Laterne am Zoo ist dunkel.", district="K")
    send(hub, station, record)
    assert hub.work() == Applied(applied=1)
    report = DefectReport.objects.get()
    assert (report.record_id, report.device, report.description) == (
        record.id, station.device, "Die Laterne am Zoo ist dunkel.",
    )  # fmt: skip
    assert (report.received_at, str(report.day), report.number) == (NOW, "2026-11-22", "K7Q2-XY")
    assert states() == {record.id: RecordState.APPLIED}


@on_both
def test_a_ballot_goes_into_the_box_with_its_tracker(hub: Hub) -> None:
    station = hub.enrolled_station()
    record, tracker = station.ballot(hub.poll())
    send(hub, station, record, stream=Stream.BALLOTS)
    hub.work()
    ballot = BoxedBallot.objects.get()
    assert (ballot.poll, ballot.tracker) == ("neuer-markt", tracker)


@on_both
def test_working_again_changes_nothing(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report(), station.ballot(hub.poll())[0])
    assert hub.work() == Applied(applied=2)
    assert hub.work() == Applied()
    assert (DefectReport.objects.count(), BoxedBallot.objects.count()) == (1, 1)


@on_both
def test_a_worker_that_dies_between_opening_and_committing_loses_and_doubles_nothing(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report(), station.ballot(hub.poll())[0], station.report())

    class PowerCut(BaseException):
        pass

    def die() -> None:
        raise PowerCut

    list_all()
    rows = list(SealedRecord.objects.order_by("record_id"))
    keyring = Keyring.load(hub.folder.root)
    opened = [(row, open_record(row, record, keyring)) for row, record in sealed_in(rows)]
    with pytest.raises(PowerCut):
        apply_opened([*opened[:2], (rows[2], die)], now=NOW)
    assert set(states().values()) == {RecordState.WAITING}
    assert not DefectReport.objects.exists()
    assert not BoxedBallot.objects.exists()
    assert hub.work() == Applied(applied=3)
    assert (DefectReport.objects.count(), BoxedBallot.objects.count()) == (2, 1)


def test_applying_is_idempotent_even_if_the_mark_was_lost(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report(), station.ballot(hub.poll())[0])
    hub.work()
    SealedRecord.objects.update(state=RecordState.WAITING)
    assert hub.work() == Applied(applied=2)
    assert (DefectReport.objects.count(), BoxedBallot.objects.count()) == (1, 1)


@on_both
def test_the_same_inner_envelope_in_two_records_is_one_ballot(hub: Hub) -> None:
    """A copied ballot: another outer envelope around the same inner one."""
    station = hub.enrolled_station()
    record, _ = station.ballot(hub.poll())
    ballot = Keyring.load(hub.folder.root).open(record, open_outer)
    outer = canonical_json({"poll": ballot.poll, "inner": to_base64(ballot.inner)})
    send(hub, station, record, seal_anything(outer, RecordKind.BALLOT, key=station.seal), stream=Stream.BALLOTS)
    hub.work()
    assert BoxedBallot.objects.count() == 1
    assert set(states().values()) == {RecordState.APPLIED}


WIRE = {
    "number": "1", "category": "c", "district": "K", "lon": 12.1, "lat": 54.1, "description": "d", "language": "de",
    "day": "2026-11-22",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "plaintext"),
    [
        ("report", b""),
        ("report", b"[]"),
        ("report", b"{}"),
        ("report", b"[" * 100_000),
        ("report", canonical_json(WIRE | {"day": "yesterday"})),
        ("report", canonical_json(WIRE | {"lat": 91})),
        ("report", b'{"lat": NaN, ' + canonical_json({k: v for k, v in WIRE.items() if k != "lat"})[1:]),
        ("report", canonical_json(WIRE | {"description": "x" * 4001})),
        ("report", canonical_json(WIRE | {"description": "a\x00b"})),
        ("report", canonical_json(WIRE | {"category": "x" * 61})),
        ("report", canonical_json(WIRE).replace(b'"d"', b'"\\ud800"')),
        ("ballot", canonical_json({"poll": "neuer-markt"})),
        ("ballot", canonical_json({"poll": "unknown", "inner": "QUJD"})),
        ("ballot", canonical_json({"poll": "neuer-markt", "inner": ""})),
        ("ballot", canonical_json({"poll": "neuer-markt", "inner": 7})),
        ("ballot", canonical_json({"poll": ["neuer-markt"], "inner": "QUJD"})),
    ],
)
def test_a_poisoned_record_goes_into_quarantine_and_stops_nobody(hub: Hub, kind: str, plaintext: bytes) -> None:
    station = hub.enrolled_station()
    poison = seal_anything(plaintext, kind, key=station.seal)
    healthy = [station.report(), station.ballot(hub.poll())[0]]
    send(hub, station, poison, *healthy)
    done = hub.work()
    assert (done.applied, done.failed) == (2, MAX_TRIES)
    row = SealedRecord.objects.get(record_id=poison.id)
    assert (row.state, row.tries, sealed_record(row)) == (RecordState.QUARANTINED, MAX_TRIES, poison)
    assert row.reason
    assert AuditEntry.objects.filter(event="record-quarantined").count() == 1
    assert not AuditEntry.objects.filter(facts__contains="2026-11-22").exists()


def test_a_record_cannot_take_the_place_of_another(hub: Hub) -> None:
    """The seal is bound to the record's id: sealed bytes under another id do not open."""
    station = hub.enrolled_station()
    send(hub, station, dataclasses.replace(station.report(), id="b" * 32))
    hub.work()
    assert states() == {"b" * 32: RecordState.QUARANTINED}


def test_a_record_whose_batch_does_not_hold_it_any_more_goes_into_quarantine(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report())
    list_all()
    SealedRecord.objects.update(place=1)
    assert hub.work() == Applied(failed=MAX_TRIES)
    assert SealedRecord.objects.get().reason == RecordReason.GONE


def test_an_unknown_key_waits_until_it_is_back(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, *(station.report() for _ in range(3)))
    list_all()
    kept = Keyring.load(hub.folder.root)
    other = Keyring([OpenKey.generate()])
    assert apply_waiting(other, now=NOW) == Applied()
    assert set(SealedRecord.objects.values_list("state", "tries", "reason")) == {
        ("waiting", 0, RecordReason.UNKNOWN_KEY.value)
    }
    assert admit_held(other) == 0
    assert admit_held(kept) == 3
    assert apply_waiting(kept, now=NOW) == Applied(applied=3)


def test_an_unknown_kind_waits_for_a_version_that_knows_it(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, seal_anything(b"{}", "survey", key=station.seal), station.report())
    assert hub.work() == Applied(applied=1)
    row = SealedRecord.objects.get(kind="survey")
    assert (row.state, row.reason) == (RecordState.WAITING, RecordReason.UNKNOWN_KIND)


def test_many_that_fail_do_not_hide_those_that_can_be_applied(hub: Hub) -> None:
    station = hub.enrolled_station()
    bad = [seal_anything(b"", "report", key=station.seal, record_id=f"{n:032x}") for n in range(RECORDS_AT_ONCE + 5)]
    send(hub, station, *bad, station.report())
    list_all()
    keyring = Keyring.load(hub.folder.root)
    for _ in range(2):  # as many passes as it takes to try each once
        apply_waiting(keyring, now=NOW)
    assert DefectReport.objects.count() == 1
    assert hub.work() == Applied(failed=len(bad) * (MAX_TRIES - 1))


@on_both
@pytest.mark.parametrize(
    ("kind", "plaintext"),
    [
        ("report", b'{"number":"1","category":"street","district":"D","lon":1' + b"0" * 400
                   + b',"lat":54,"description":"x","language":"de","day":"2026-11-20"}'),
        ("damage", b'{"day":"2026-11-20","size":Infinity,"saved":1,"folder":"001"}'),
        ("report", b"[" * 2500 + b"]" * 2500),
        ("ballot", b'{"poll":"\\ud800","inner":"AAAA","spent":""}'),
        ("report", b'{"number":"\\u0000","category":"\\u0000","district":"D","lon":12,"lat":54,"description":"\\ud800",'
                   b'"language":"de","day":"' + b"9" * 9000 + b'"}'),
    ],
    ids=["longitude of 400 digits", "endless size", "deep", "half a character", "what no column takes"],
)  # fmt: skip
def test_no_record_stops_the_worker_whatever_it_holds(hub: Hub, kind: str, plaintext: bytes) -> None:
    spoilt, honest = hub.enrolled_station(name="1"), hub.enrolled_station(name="2")
    send(hub, spoilt, seal_anything(plaintext, kind, key=spoilt.seal, record_id="0" * 32))
    send(hub, honest, honest.report(), honest.ballot(hub.poll())[0])
    hub.work()
    assert (DefectReport.objects.count(), BoxedBallot.objects.count()) == (1, 1)
    row = SealedRecord.objects.get(record_id="0" * 32)
    assert (row.state, row.tries) == (RecordState.QUARANTINED, MAX_TRIES)
    assert row.reason


def test_a_record_that_ends_the_worker_is_set_aside_and_no_other_with_it(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report(), station.report(), station.report())
    list_all()
    deadly = SealedRecord.objects.order_by("record_id")[1].record_id

    class Killed(BaseException):
        pass

    class Deadly(Keyring):
        def open(self, record: Record, opening: Opening[Content]) -> Content:
            if record.id == deadly:
                raise Killed
            return super().open(record, opening)

    for _ in range(10):  # whoever starts the worker again, again and again
        with suppress(Killed):
            while apply_waiting(Deadly.load(hub.folder.root), now=NOW) != Applied():
                pass
    assert states()[deadly] == RecordState.QUARANTINED
    assert DefectReport.objects.count() == 2
    assert SealedRecord.objects.get(record_id=deadly).reason == RecordReason.ENDED


def test_trouble_with_the_database_is_not_blamed_on_a_record(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report())
    list_all()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=20")
    holder = sqlite3.connect(hub.folder.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        hub.work()
    holder.execute("ROLLBACK")
    holder.close()
    assert SealedRecord.objects.get().tries == 0
    assert hub.work() == Applied(applied=1)


def test_nor_is_trouble_that_comes_in_the_middle(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report())
    list_all()

    def no_room() -> None:
        raise OperationalError("database or disk is full")

    with pytest.raises(OperationalError):
        apply_opened([(SealedRecord.objects.get(), no_room)], now=NOW)
    assert set(SealedRecord.objects.values_list("state", "tries")) == {(RecordState.WAITING, 0)}


@on_both
def test_a_fault_inside_one_deed_undoes_only_that_deed(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report(), station.report())
    list_all()
    first, second = SealedRecord.objects.order_by("record_id")

    def half_done() -> None:
        Batch.objects.update(reason="half done")
        raise ValueError("with something personal in it")

    done = apply_opened([(first, half_done), (second, lambda: None)], now=NOW)
    assert done == Applied(applied=1, failed=1)
    assert Batch.objects.get().reason == ""
    assert SealedRecord.objects.get(id=first.id).reason == 'failed {"detail": "ValueError"}'
    assert transaction.get_autocommit()


# --- As a process -----------------------------------------------------------------------------------------------


def start_worker(hub: Hub, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sync.hub", "--data", str(hub.folder.root), "worker", *arguments]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_worker_as_a_process_works_and_ends_when_told(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.report())
    with start_worker(hub) as process:
        wait_until(DefectReport.objects.exists)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
    assert DefectReport.objects.count() == 1


def test_the_worker_killed_at_any_moment_is_carried_on_by_the_next(hub: Hub) -> None:
    station = hub.enrolled_station()
    poll = hub.poll()
    for _ in range(4):
        send(hub, station, *(station.report() for _ in range(150)), *(station.ballot(poll)[0] for _ in range(150)))
    with start_worker(hub) as process:
        wait_until(DefectReport.objects.exists)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    applied = SealedRecord.objects.filter(state=RecordState.APPLIED).count()
    assert DefectReport.objects.count() + BoxedBallot.objects.count() == applied
    hub.work()
    assert (DefectReport.objects.count(), BoxedBallot.objects.count()) == (600, 600)


def test_a_worker_without_a_key_says_so(hub: Hub) -> None:
    for key in (hub.folder.keys / "worker").iterdir():
        key.unlink()
    with start_worker(hub, "--once") as process:
        _, words = process.communicate()
    assert process.returncode == 1
    assert "no opening key" in words


@on_both
def test_old_batches_stay_whole_until_their_time(hub: Hub) -> None:
    station = hub.enrolled_station()
    send(hub, station, station.ballot(hub.poll())[0], stream=Stream.BALLOTS)
    hub.work(batches_kept=timedelta(days=36500))
    assert Batch.objects.get().forgotten_at is None
