"""What the hub must not know: how a ballot was marked, and which station or hour a ballot in the box came from."""

from __future__ import annotations

import itertools
import sqlite3
from datetime import timedelta

import pytest
from django.db import connection

from sync.counting import tally
from sync.hub.audit.models import AuditEntry
from sync.hub.intake.batch_reader import sealed_record
from sync.hub.intake.models import Batch, BatchState, SealedRecord
from sync.hub.polls.models import BoxedBallot
from sync.hub.worker.keyring import Keyring
from sync.key_files import load_open_key
from sync.protocol.encoding import to_base64
from sync.protocol.envelope import open_mix_layer, open_outer, open_tally_layer
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.records import Stream
from tests.kits.hub import NOW, Hub, list_all


def fill_box(hub: Hub, number: int = 12) -> list[str]:
    station = hub.enrolled_station()
    poll = hub.poll()
    ballots = [station.ballot(poll) for _ in range(number)]
    hub.accept(station.batch([record for record, _ in ballots], stream=Stream.BALLOTS))
    hub.work()
    return [tracker for _, tracker in ballots]


def every_other_key(hub: Hub, *, but: str) -> list[OpenKey]:
    """Every opening key the hub and its trustees hold, except one counting key of the poll."""
    keys = []
    for path in hub.folder.keys.rglob("*.pem"):
        try:
            key = load_open_key(path)
        except Refused:
            continue  # a signing key
        if key.kid != hub.trustee_key(but).kid:
            keys.append(key)
    assert len(keys) >= 6
    return keys


def can_be_opened(hub: Hub, keys: list[OpenKey], inner: bytes) -> bool:
    """Try every key on every layer, in every order."""
    poll = hub.poll()
    for first, second in itertools.product(keys, repeat=2):
        try:
            open_tally_layer(open_mix_layer(inner, poll_id=poll.id, key=first), poll=poll, key=second)
        except Refused:
            continue
        return True
    return False


@pytest.mark.parametrize("missing", ["mix", "tally"])
def test_no_ballot_opens_without_both_counting_keys(hub: Hub, missing: str) -> None:
    fill_box(hub, 2)
    inner = bytes(BoxedBallot.objects.all()[0].inner)
    assert not can_be_opened(hub, every_other_key(hub, but=missing), inner)
    assert can_be_opened(hub, [hub.trustee_key("mix"), hub.trustee_key("tally")], inner)


def test_the_box_tells_neither_when_nor_where(hub: Hub) -> None:
    columns = {"inner_hash", "poll", "tracker", "inner", "mark", "standing"}
    assert {field.name for field in BoxedBallot._meta.fields} == columns


def test_the_box_has_no_hidden_row_numbers(hub: Hub) -> None:
    """A running number, hidden or not, would tell the order in which ballots came."""
    trackers = fill_box(hub)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [BoxedBallot._meta.db_table])
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")
    database = sqlite3.connect(hub.folder.database)
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        database.execute(f"SELECT rowid FROM {BoxedBallot._meta.db_table}")
    in_table_order = [row[0] for row in database.execute("SELECT inner_hash, inner FROM polls_boxedballot")]
    database.close()
    assert len(in_table_order) == len(trackers)
    assert in_table_order == sorted(in_table_order)


def test_a_ballot_in_the_box_leaves_no_event(hub: Hub) -> None:
    before = AuditEntry.objects.count()
    station = hub.enrolled_station()
    record, _ = station.ballot(hub.poll())
    hub.accept(station.batch([record], stream=Stream.BALLOTS))
    after_intake = AuditEntry.objects.count()
    hub.work()
    assert AuditEntry.objects.count() == after_intake
    assert after_intake == before + 2  # code and enrolment


def files_holding(hub: Hub, *needles: bytes) -> list[str]:
    files = [path for path in hub.folder.root.rglob("*") if path.is_file()]
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


def test_the_sealed_bytes_of_a_ballot_stand_nowhere_but_in_its_batch(hub: Hub) -> None:
    """So they are gone as soon as its body is: see below."""
    station = hub.enrolled_station()
    record, _ = station.ballot(hub.poll())
    # in the body they stand compressed
    hub.accept(station.batch([record], stream=Stream.BALLOTS))
    list_all()
    assert sealed_record(SealedRecord.objects.get()) == record
    assert not files_holding(hub, record.sealed[:40], to_base64(record.sealed)[:40].encode())


def test_raw_ballot_batches_are_forgotten_when_their_time_is_over(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch([station.ballot(hub.poll())[0] for _ in range(3)], stream=Stream.BALLOTS)
    ack = hub.accept(batch).message
    reports = station.batch()
    hub.accept(reports)
    hub.work(batches_kept=timedelta(0))
    row = Batch.objects.get(hash=batch.hash)
    assert (bytes(row.body), row.line, row.ack, row.state) == (b"", batch.line, ack, BatchState.STORED)
    assert row.forgotten_at is not None
    assert sealed_record(SealedRecord.objects.filter(batch=row)[0]) is None
    assert bytes(Batch.objects.get(hash=reports.hash).body) == reports.body
    assert AuditEntry.objects.filter(event="ballot-batches-forgotten").count() == 1
    assert not files_holding(hub, batch.body[20:60], to_base64(batch.body)[:40].encode())
    assert hub.accept(batch, now=NOW + timedelta(days=60)).message == ack
    assert BoxedBallot.objects.count() == 3


def test_a_batch_whose_ballots_are_not_all_in_the_box_is_not_forgotten(hub: Hub) -> None:
    station = hub.enrolled_station()
    good, bad = station.ballot(hub.poll())[0], station.ballot(hub.poll())[0]
    bad = type(bad)("c" * 32, bad.kind, bad.kid, bad.sealed)
    hub.accept(station.batch([good, bad], stream=Stream.BALLOTS))
    hub.work(batches_kept=timedelta(0))
    assert Batch.objects.get().forgotten_at is None


def test_the_web_process_has_no_way_to_the_sealing_keys(hub: Hub) -> None:
    """Without keys/worker the hub takes everything in and says everything it has to say."""
    for key in (hub.folder.keys / "worker").iterdir():
        key.unlink()
    (hub.folder.keys / "worker").rmdir()
    station = hub.enrolled_station()
    assert hub.post("batches", station.batch().to_bytes()).status_code == 200
    assert hub.post("heads", station.status().encode()).status_code == 200
    assert hub.client.get("/health/ready").status_code == 200
    assert not Keyring.load(hub.folder.root).kids


def test_the_shuffle_is_on_and_comes_from_the_systems_randomness(hub: Hub) -> None:
    poll = hub.poll()
    station = hub.enrolled_station()
    keyring = Keyring.load(hub.folder.root)
    box = tally.Box.of([keyring.open(station.ballot(poll)[0], open_outer).inner for _ in range(30)])
    mix = hub.trustee_key("mix")
    orders = {tally.open_mix(box, poll=poll, key=mix).for_tally for _ in range(5)}
    assert len(orders) == 5
    assert len({frozenset(order) for order in orders}) == 1
    calls: list[int] = []
    tally.open_mix(box, poll=poll, key=mix, shuffle=lambda opened: calls.append(len(opened)))
    assert calls == [30]
