"""Listing the records of what came: each once, in whatever batches it comes, and nothing that came is let go before."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.db import OperationalError

from sync.hub.audit.models import AuditEntry
from sync.hub.intake.batch_reader import sealed_record
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import BatchState, ChainHead, Incident, IncidentKind, RecordState, SealedRecord
from sync.hub.intake.selectors import count_records, count_waiting
from sync.hub.intake.services import Outcome
from sync.hub.monitoring.metrics import unopened_age
from sync.hub.worker import list_records
from sync.hub.worker.forget_ballots import forget_ballot_batches
from sync.hub.worker.retention import SHORTEST, drop_report_batches
from sync.protocol.records import Record, Stream
from tests.kits.hub import NOW, Hub, list_all, on_both


@on_both
def test_after_a_fork_the_same_records_in_a_new_chain_are_stored_once(hub: Hub) -> None:
    station = hub.enrolled_station()
    records = [station.report(), station.report()]
    hub.accept(station.batch(records[:1]))
    station.chains = {stream: type(chain)() for stream, chain in station.chains.items()}
    assert hub.accept(station.batch(records)).outcome is Outcome.ACKNOWLEDGED
    list_all()
    assert SealedRecord.objects.count() == 2
    assert not Incident.objects.exists()


@on_both
def test_another_record_under_a_known_id_is_kept_in_quarantine(hub: Hub) -> None:
    station = hub.enrolled_station()
    record = station.report()
    other = dataclasses.replace(station.report("another"), id=record.id)
    hub.accept(station.batch([record]))
    batch = station.batch([other, station.report()])
    assert hub.accept(batch).outcome is Outcome.ACKNOWLEDGED
    list_all()
    double = SealedRecord.objects.get(doubled=True)
    assert (double.state, sealed_record(double)) == (RecordState.QUARANTINED, other)
    assert SealedRecord.objects.get(record_id=record.id, doubled=False).digest != double.digest
    incident = Incident.objects.get()
    assert (incident.kind, incident.hash) == (IncidentKind.DOUBLED_RECORD, batch.hash)
    assert AuditEntry.objects.filter(event="record-doubled").count() == 1
    # the same double once more: nothing new
    hub.accept(station.batch([other]))
    list_all()
    assert SealedRecord.objects.count() == 3


@on_both
def test_a_doubled_id_within_one_batch_is_kept_in_quarantine_too(hub: Hub) -> None:
    station = hub.enrolled_station()
    record = station.report()
    hub.accept(station.batch([record, dataclasses.replace(station.report("another"), id=record.id)]))
    list_all()
    assert sorted(SealedRecord.objects.values_list("doubled", "state")) == [(False, "waiting"), (True, "quarantined")]


@on_both
def test_a_rightly_signed_body_that_cannot_be_read_does_not_block_the_chain(hub: Hub) -> None:
    station = hub.enrolled_station()
    odd = Record("not an id", "report", station.seal.kid, b"")
    batch = station.batch([odd])
    assert hub.accept(batch).outcome is Outcome.ACKNOWLEDGED
    assert StoredBatch.objects.get().state == BatchState.STORED
    list_all()
    row = StoredBatch.objects.get()
    assert (row.state, bytes(row.body)) == (BatchState.UNREADABLE, batch.body)
    assert row.reason
    assert Incident.objects.get().kind == IncidentKind.UNREADABLE_BATCH
    assert hub.accept(station.batch()).outcome is Outcome.ACKNOWLEDGED
    list_all()
    assert SealedRecord.objects.count() == 1
    assert Incident.objects.count() == 1


def test_unknown_kinds_and_keys_are_stored_sealed(hub: Hub) -> None:
    station = hub.enrolled_station()
    odd = [Record("0" * 32, "survey", "k", b"s"), Record("1" * 32, "report", "old-key", b"s")]
    assert hub.accept(station.batch(odd)).outcome is Outcome.ACKNOWLEDGED
    list_all()
    assert SealedRecord.objects.filter(state=RecordState.WAITING).count() == 2


@pytest.mark.parametrize("damage", [{"line": "no header"}, {"body": b"no body"}])
def test_a_batch_that_broke_at_the_hub_stops_no_other(hub: Hub, damage: dict[str, object]) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch())
    StoredBatch.objects.update(**damage)
    hub.accept(station.batch())
    list_all()
    assert list(StoredBatch.objects.order_by("seq").values_list("state", flat=True)) == ["unreadable", "stored"]
    assert SealedRecord.objects.count() == 1


def test_what_is_not_listed_yet_is_counted_as_waiting(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([station.report() for _ in range(3)]))
    assert (count_waiting(), count_records()["waiting"]) == (3, 3)
    assert unopened_age(NOW + timedelta(hours=2)) == timedelta(hours=2)
    list_all()
    assert (count_waiting(), count_records()["waiting"]) == (3, 3)
    assert unopened_age(NOW + timedelta(hours=2)) == timedelta(hours=2)
    hub.work()
    assert (count_waiting(), count_records()["waiting"]) == (0, 0)
    assert unopened_age(NOW) is None


def test_no_body_is_let_go_before_its_records_are_listed(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch())
    hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    ChainHead.objects.update(safe=1)
    later = NOW + 2 * SHORTEST
    assert forget_ballot_batches(kept=timedelta(0), now=later) == 0
    assert drop_report_batches(kept=SHORTEST, by="test", now=later) == 0
    hub.work()
    assert forget_ballot_batches(kept=timedelta(0), now=later) == 1
    assert drop_report_batches(kept=SHORTEST, by="test", now=later) == 1


@on_both
def test_a_power_cut_while_listing_leaves_all_of_it_to_be_listed(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    station = hub.enrolled_station()
    for _ in range(3):
        hub.accept(station.batch([station.report(), station.report()]))

    def cut(*_: object, **__: object) -> None:
        raise OperationalError("the power is gone")

    hub.accept(station.batch([Record("not an id", "report", station.seal.kid, b"")]))
    with monkeypatch.context() as patch:
        patch.setattr(list_records, "tell_incident", cut)
        with pytest.raises(OperationalError):
            list_all()
    assert not SealedRecord.objects.exists()
    list_all()
    assert (SealedRecord.objects.count(), Incident.objects.count()) == (6, 1)


@on_both
def test_listing_again_changes_nothing(hub: Hub) -> None:
    """Two workers by mistake, or a mark that was lost."""
    station = hub.enrolled_station()
    record = station.report()
    hub.accept(station.batch([record]))
    hub.accept(station.batch([dataclasses.replace(station.report("another"), id=record.id)]))
    list_all()
    before = list(SealedRecord.objects.order_by("id").values())
    StoredBatch.objects.update(is_listed=False)
    list_all()
    assert list(SealedRecord.objects.order_by("id").values()) == before
    assert Incident.objects.count() == 1
