"""Taking in batches: stored exactly once, acknowledged with a signature, and everything else told apart."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.db import connection

from sync.hub.audit.models import AuditEntry
from sync.hub.intake.batch_reader import sealed_in
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import BatchState, ChainHead, Incident, IncidentKind, SealedRecord
from sync.hub.intake.services import Outcome
from sync.hub.intake.signer import current_voice
from sync.hub.stations.models import DeviceSeen
from sync.hub.stations.services import revoke
from sync.protocol.batches import Batch, declare_lost
from sync.protocol.jws import sign_message
from sync.protocol.keys import SigningKey
from sync.protocol.messages import Acknowledgement, Head, Refusal
from sync.protocol.records import Stream
from tests.kits.hub import NOW, Hub, claims_of, list_all, on_both


def refusal_of(message: str) -> Refusal:
    return Refusal.read(message, key=current_voice().key.public)


@on_both
def test_a_batch_is_stored_raw_with_its_records_and_acknowledged(hub: Hub) -> None:
    station = hub.enrolled_station()
    records = [station.report(str(number)) for number in range(5)]
    batch = station.batch(records)
    answer = hub.post("batches", batch.to_bytes())
    assert answer.status_code == 200
    ack = Acknowledgement.read(answer.content.decode(), key=current_voice().key.public)
    assert (ack.device, ack.seq, ack.hash, ack.safe) == (station.device, 1, batch.hash, 0)
    assert ack.epoch == current_voice().epoch
    row = StoredBatch.objects.get()
    assert (row.line, bytes(row.body), row.ack) == (batch.line, batch.body, answer.content.decode())
    assert not SealedRecord.objects.exists()  # nobody has looked into it
    list_all()
    rows = SealedRecord.objects.order_by("id")
    assert {(r.record_id, r.kind, r.kid) for r in rows} == {(r.id, r.kind, r.kid) for r in records}
    assert [record for _, record in sealed_in(rows)] == sorted(records, key=lambda record: record.id)
    assert DeviceSeen.objects.get().last_success is not None


def test_the_database_syncs_every_commit_to_disk(hub: Hub) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)  # FULL
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


@on_both
def test_a_repeat_gets_the_very_same_acknowledgement(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    first = hub.accept(batch)
    again = hub.accept(batch, now=NOW + timedelta(days=3))
    assert again == first
    assert first.outcome is Outcome.ACKNOWLEDGED
    assert StoredBatch.objects.count() == 1


def test_a_repeat_is_acknowledged_even_when_its_body_broke_on_the_way(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    first = hub.accept(batch)
    assert hub.accept(Batch(batch.line, batch.body[:-1])) == first


def test_a_chain_grows_batch_by_batch_and_streams_do_not_mix(hub: Hub) -> None:
    station = hub.enrolled_station()
    poll = hub.poll()
    for _ in range(3):
        assert hub.accept(station.batch()).outcome is Outcome.ACKNOWLEDGED
        ballots = station.batch([station.ballot(poll)[0]], stream=Stream.BALLOTS)
        assert hub.accept(ballots).outcome is Outcome.ACKNOWLEDGED
    assert sorted(ChainHead.objects.values_list("stream", "seq")) == [("ballots", 3), ("reports", 3)]


def test_a_chain_keeps_to_its_stream(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch())
    station.chains[Stream.BALLOTS] = station.chains[Stream.REPORTS]
    answer = hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    assert answer.outcome is Outcome.MALFORMED
    assert StoredBatch.objects.count() == 1


@on_both
def test_a_gap_is_refused_with_the_head_and_nothing_is_kept(hub: Hub) -> None:
    station = hub.enrolled_station()
    first, second, third = station.batch(), station.batch(), station.batch()
    hub.accept(first)
    answer = hub.post("batches", third.to_bytes())
    refusal = refusal_of(answer.content.decode())
    assert (answer.status_code, refusal.reason, refusal.head) == (409, "gap", Head(1, first.hash, 0))
    assert refusal.inc == station.chains[Stream.REPORTS].inc
    assert StoredBatch.objects.count() == 1
    assert [hub.accept(batch).outcome for batch in (second, third)] == [Outcome.ACKNOWLEDGED] * 2


@on_both
@pytest.mark.parametrize("seq", [1, 2])
def test_a_fork_is_refused_and_kept_aside_with_an_incident(hub: Hub, seq: int) -> None:
    """A cloned or restored station: another batch for a place that is taken, or another history before it."""
    station = hub.enrolled_station()
    clone = dataclasses.replace(
        station, chains={stream: dataclasses.replace(chain) for stream, chain in station.chains.items()}
    )
    first = station.batch()
    hub.accept(first)
    forked = clone.batch() if seq == 1 else None
    if forked is None:
        clone.batch()
        forked = clone.batch()
    for _ in range(2):
        answer = hub.post("batches", forked.to_bytes())
        refusal = refusal_of(answer.content.decode())
        assert (answer.status_code, refusal.reason, refusal.head) == (409, "fork", Head(1, first.hash, 0))
    aside = StoredBatch.objects.get(state=BatchState.ASIDE)
    assert (aside.line, bytes(aside.body), aside.ack) == (forked.line, forked.body, "")
    assert Incident.objects.get().kind == IncidentKind.FORK
    assert AuditEntry.objects.filter(event="batch-set-aside").count() == 1
    list_all()
    assert SealedRecord.objects.count() == 1
    assert ChainHead.objects.get().hash == first.hash


def test_a_broken_body_is_refused_and_the_chain_waits(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    data = batch.to_bytes()
    answer = hub.post("batches", data[:-1] + bytes([data[-1] ^ 1]))
    assert (answer.status_code, refusal_of(answer.content.decode()).reason) == (422, "body")
    assert not StoredBatch.objects.exists()
    assert hub.accept(batch).outcome is Outcome.ACKNOWLEDGED


@on_both
def test_a_body_declared_lost_keeps_its_place_without_records(hub: Hub) -> None:
    station = hub.enrolled_station()
    lost = declare_lost(station.batch(), key=station.key)
    assert hub.accept(lost).outcome is Outcome.ACKNOWLEDGED
    assert StoredBatch.objects.get().state == BatchState.LOST
    list_all()
    assert not SealedRecord.objects.exists()
    assert hub.accept(station.batch()).outcome is Outcome.ACKNOWLEDGED


def test_nobody_else_can_declare_a_body_lost(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    assert hub.accept(declare_lost(batch, key=SigningKey.generate())).outcome is Outcome.BODY


@on_both
def test_a_revoked_station_is_refused_and_its_batches_are_kept_aside(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch())
    revoke(station.device, note="stolen", by="test", now=NOW)
    batch = station.batch()
    for _ in range(2):
        answer = hub.post("batches", batch.to_bytes())
        assert (answer.status_code, refusal_of(answer.content.decode()).reason) == (403, "revoked")
    assert StoredBatch.objects.filter(state=BatchState.ASIDE).count() == 1
    list_all()
    assert SealedRecord.objects.count() == 1
    assert Incident.objects.get().kind == IncidentKind.AFTER_REVOCATION


def test_a_stranger_is_refused_without_a_signature(hub: Hub) -> None:
    station = hub.enrolled_station()
    station.key = SigningKey.generate()
    answer = hub.post("batches", station.batch().to_bytes())
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/json"
    assert not StoredBatch.objects.exists()


def test_one_station_cannot_speak_for_another(hub: Hub) -> None:
    one, other = hub.enrolled_station("one"), hub.enrolled_station("other")
    answer = hub.post("batches", dataclasses.replace(one, device=other.device).batch().to_bytes())
    assert (answer.status_code, refusal_of(answer.content.decode()).reason) == (400, "malformed")
    # the other's key id over the one's signature
    forged = dataclasses.replace(one, device=other.device).batch()
    head, claims, signature = forged.line.split(".")
    other_head = other.batch().line.split(".")[0]
    answer = hub.post("batches", Batch(".".join((other_head, claims, signature)), forged.body).to_bytes())
    assert answer.status_code == 401
    assert head != other_head
    assert not StoredBatch.objects.exists()


def test_a_message_of_another_type_is_no_batch(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    line = sign_message(claims_of(batch.line), typ="ck1-status", key=station.key)
    assert hub.post("batches", Batch(line, batch.body).to_bytes()).status_code == 401
    assert not StoredBatch.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"seq": 0}, {"seq": -1}, {"seq": 2**60}, {"seq": True}, {"seq": "1"}, {"n": 0}, {"n": 501},
        {"inc": "../../etc/passwd"}, {"len": 2**31}, {"stream": "other"}, {"z": "gzip"}, {"body": None}, {"dev": []},
    ],
)  # fmt: skip
def test_a_signed_header_out_of_bounds_is_refused_with_a_signature(hub: Hub, change: dict[str, object]) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    line = sign_message(claims_of(batch.line) | change, typ="ck1-batch", key=station.key)
    answer = hub.post("batches", Batch(line, batch.body).to_bytes())
    assert (answer.status_code, refusal_of(answer.content.decode()).reason) == (400, "malformed")
    assert not StoredBatch.objects.exists()


def test_only_post_is_answered_and_nothing_needs_a_login_or_sets_a_cookie(hub: Hub) -> None:
    for path in ("enrol", "heads", "batches"):
        assert hub.client.get(f"/api/v1/{path}").status_code == 405
        assert not hub.post(path, b"x").cookies
    assert hub.client.get("/health/ready").json() == {"ready": True}
