"""Batches that come at the same time share a commit, and each gets the answer it would have got alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections

from sync.hub.intake import fast_path
from sync.hub.intake.batch_reader import sealed_in
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import BatchState, ChainHead, Incident, IncidentKind, SealedRecord
from sync.hub.intake.services import IntakeAnswer, Outcome
from sync.hub.intake.signer import current_voice
from sync.hub.intake.verify import read_batch
from sync.hub.stations.models import DeviceSeen
from sync.hub.stations.services import revoke
from sync.protocol.batches import Batch
from tests.kits.hub import NOW, Hub, Station, list_all, no_turns, on_both


def accept_together(hub: Hub, batches: Sequence[Batch]) -> list[IntakeAnswer]:
    """All of them wait, in this order, before the first of them has its turn."""

    def accept(batch: Batch) -> IntakeAnswer:
        try:
            return hub.accept(batch)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(batches)) as pool:
        with no_turns() as wait_for:
            futures = []
            for number, batch in enumerate(batches, 1):
                futures.append(pool.submit(accept, batch))
                wait_for(number)
        return [future.result() for future in futures]


def some_stations(hub: Hub, number: int = 5) -> list[Station]:
    return [hub.enrolled_station(str(index)) for index in range(number)]


@on_both
def test_every_batch_is_stored_with_its_own_records_and_acknowledged(hub: Hub) -> None:
    stations = some_stations(hub)
    records = [[station.report() for _ in range(4)] for station in stations]
    batches = [station.batch(some) for station, some in zip(stations, records, strict=True)]
    answers = accept_together(hub, batches)
    assert {answer.outcome for answer in answers} == {Outcome.ACKNOWLEDGED}
    list_all()
    for batch, some, answer in zip(batches, records, answers, strict=True):
        row = StoredBatch.objects.get(hash=batch.hash)
        assert (row.line, bytes(row.body), row.ack, row.count) == (batch.line, batch.body, answer.message, 4)
        found = [record for _, record in sealed_in(row.records.order_by("place"))]
        assert found == sorted(some, key=lambda record: record.id)
    assert {row.hash for row in ChainHead.objects.all()} == {batch.hash for batch in batches}
    assert not DeviceSeen.objects.filter(last_success=None).exists()
    assert [hub.accept(batch) for batch in batches] == answers


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of this thread's connection, as they are made."""
    seen: list[str] = []

    def note(execute, sql, parameters, many, context):  # type: ignore[no-untyped-def]
        seen.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield seen


def test_as_many_statements_for_many_as_for_one(hub: Hub) -> None:
    counts = []
    for number in (1, 5):
        stations = some_stations(hub, number)
        reads = [read_batch(station.batch(), key=station.key.public) for station in stations]
        with statements() as seen:
            stored = fast_path.store_plain([fast_path.BatchArrival(read, current_voice(), NOW) for read in reads])
        assert len(stored) == number
        counts.append(len(seen))
    assert counts[0] == counts[1]


@on_both
def test_two_batches_of_one_chain_in_one_turn_are_both_stored(hub: Hub) -> None:
    station, other = some_stations(hub, 2)
    batches = [station.batch(), station.batch(), other.batch(), station.batch()]
    assert {answer.outcome for answer in accept_together(hub, batches)} == {Outcome.ACKNOWLEDGED}
    assert sorted(ChainHead.objects.values_list("seq", flat=True)) == [1, 3]
    list_all()
    assert SealedRecord.objects.count() == 4


@on_both
def test_of_two_forks_in_one_turn_one_continues_the_chain(hub: Hub) -> None:
    station, other = some_stations(hub, 2)
    forks = [station.batch(keep=False), station.batch(keep=False), other.batch()]
    outcomes = [answer.outcome for answer in accept_together(hub, forks)]
    assert outcomes == [Outcome.ACKNOWLEDGED, Outcome.FORK, Outcome.ACKNOWLEDGED]
    assert StoredBatch.objects.get(state=BatchState.ASIDE).hash == forks[1].hash


@on_both
def test_a_revoked_station_among_others_is_refused(hub: Hub) -> None:
    stations = some_stations(hub, 3)
    hub.accept(stations[1].batch())  # its key is remembered from here on
    batches = [station.batch() for station in stations]
    revoke(stations[1].device, note="stolen", by="test", now=NOW)
    outcomes = [answer.outcome for answer in accept_together(hub, batches)]
    assert outcomes == [Outcome.ACKNOWLEDGED, Outcome.REVOKED, Outcome.ACKNOWLEDGED]
    assert Incident.objects.get().kind == IncidentKind.AFTER_REVOCATION
