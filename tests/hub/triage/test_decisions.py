"""Deciding about what was set aside: nothing is lost, nothing counts twice, and every decision is on record."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from sync.hub.audit.models import AuditEntry
from sync.hub.intake import models
from sync.hub.intake.batch_reader import sealed_record
from sync.hub.intake.models import Incident, SealedRecord
from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.models import DefectReport
from sync.hub.stations.services import revoke
from sync.hub.triage import selectors, services
from sync.hub.triage.models import Decision, Subject
from sync.hub.versions import ChangedMeanwhile
from sync.protocol import envelope
from sync.protocol.batches import Batch
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.records import Record, RecordKind, Report, Stream
from tests.kits.hub import NOW, Hub, Station, spoilt

WHO = {"by": "kerstin", "now": NOW, "note": "looked at it"}


def quarantined(hub: Hub) -> SealedRecord:
    station = hub.enrolled_station()
    hub.accept(station.batch([spoilt(station.report())]))
    hub.work()
    return SealedRecord.objects.get(state="quarantined")


def set_aside(hub: Hub, records: list[Record], *, stream: Stream = Stream.REPORTS) -> tuple[Station, Batch]:
    station = hub.enrolled_station()
    revoke(station.device, note="stolen", by="test", now=NOW)
    batch = station.batch(records, stream=stream)
    hub.accept(batch)
    return station, batch


def notes(event: str) -> list[str]:
    return [json.loads(entry.facts)["note"] for entry in AuditEntry.objects.filter(event=event)]


def test_a_released_record_is_tried_again_and_comes_back_if_it_still_fails(hub: Hub) -> None:
    row = quarantined(hub)
    services.release_record(row.id, **WHO)
    row.refresh_from_db()
    assert (row.state, row.tries, row.reason) == ("waiting", 0, "")
    assert not selectors.records_to_decide().exists()
    hub.work()
    assert selectors.records_to_decide().get().id == row.id
    assert notes("record-released") == ["looked at it"]


def test_a_rejected_record_is_kept_and_asks_nobody_any_more(hub: Hub) -> None:
    row = quarantined(hub)
    services.reject_record(row.id, **WHO)
    assert not selectors.records_to_decide().exists()
    assert selectors.records_rejected().get().id == row.id
    assert sealed_record(row)
    services.release_record(row.id, seen=1, **WHO)
    assert not selectors.records_rejected().exists()


def test_a_record_is_decided_about_once(hub: Hub) -> None:
    row = quarantined(hub)
    services.release_record(row.id, **WHO)
    with pytest.raises(ChangedMeanwhile):
        services.reject_record(row.id, **WHO)
    with pytest.raises(Refused, match="not in quarantine"):
        services.reject_record(row.id, seen=1, **WHO)
    assert not notes("record-rejected")


@pytest.mark.parametrize("note", ["", "   \n\t", "\x00", "x" * 301])
def test_without_a_proper_note_nothing_is_decided(hub: Hub, note: str) -> None:
    row = quarantined(hub)
    for deed in (services.release_record, services.reject_record):
        with pytest.raises(Refused, match="note"):
            deed(row.id, note=note, by="kerstin", now=NOW)
    assert not Decision.objects.exists()
    assert SealedRecord.objects.get(id=row.id).state == "quarantined"


def test_reports_sent_after_a_revocation_count_once_somebody_lets_them_in(hub: Hub) -> None:
    station = hub.enrolled_station()
    record = station.report("Laterne dunkel")
    revoke(station.device, note="stolen", by="test", now=NOW)
    batch = station.batch([record])
    hub.accept(batch)
    hub.work()
    assert not DefectReport.objects.exists()
    services.release_batch(batch.hash, **WHO)
    hub.work()
    assert DefectReport.objects.get().description == "Laterne dunkel"
    assert models.Batch.objects.get(hash=batch.hash).state == "aside"
    for deed in (services.release_batch, services.reject_batch):
        with pytest.raises(ChangedMeanwhile):
            deed(batch.hash, **WHO)
        with pytest.raises(Refused, match="before"):
            deed(batch.hash, seen=1, **WHO)


def test_ballots_let_in_are_boxed_once_and_their_bytes_forgotten(hub: Hub) -> None:
    station = hub.enrolled_station()
    record, _tracker = station.ballot(hub.poll())
    hub.accept(station.batch([record], stream=Stream.BALLOTS))
    hub.work()
    chain = station.chains[Stream.BALLOTS]
    chain.seq, chain.last = 0, "0" * 64  # restored from a backup: it takes the same place again
    other, _ = station.ballot(hub.poll())
    fork = station.batch([record, other], stream=Stream.BALLOTS)
    hub.accept(fork)
    assert BoxedBallot.objects.count() == 1
    services.release_batch(fork.hash, **WHO)
    hub.work(batches_kept=timedelta(0))
    assert BoxedBallot.objects.count() == 2, "the ballot that was here already is not counted twice"
    assert not bytes(models.Batch.objects.get(hash=fork.hash).body)


def test_a_batch_that_stays_out_is_kept_and_can_be_let_in_later(hub: Hub) -> None:
    station = hub.enrolled_station()
    _, batch = set_aside(hub, [station.report()])
    services.reject_batch(batch.hash, **WHO)
    assert not selectors.batches_to_decide().exists()
    hub.work()
    assert not DefectReport.objects.exists()
    services.release_batch(batch.hash, seen=1, **WHO)
    hub.work()
    assert DefectReport.objects.count() == 1
    assert [made.verdict for made in selectors.decisions_about(Subject.BATCH, batch.hash)] == ["released", "rejected"]


def sealed_as(station: Station, record_id: str, description: str) -> Record:
    """A report sealed under an id that another record has."""
    wire = Report("K7Q2-XY", "litter", "K", 12.13, 54.09, description, "de", "2026-11-22").to_wire()
    sealed = station.seal.seal(canonical_json(wire), envelope._record_info(station.seal.kid, record_id))
    return Record(record_id, RecordKind.REPORT, station.seal.kid, sealed)


def test_the_second_report_under_one_id_is_not_swallowed_when_released(hub: Hub) -> None:
    station = hub.enrolled_station()
    first = station.report("eins")
    hub.accept(station.batch([first]))
    hub.accept(station.batch([sealed_as(station, first.id, "zwei")]))
    hub.work()
    services.release_record(SealedRecord.objects.get(doubled=True).id, **WHO)
    hub.work()
    assert sorted(DefectReport.objects.values_list("description", flat=True)) == ["eins", "zwei"]


def test_an_incident_is_open_until_somebody_settles_it(hub: Hub) -> None:
    station = hub.enrolled_station()
    set_aside(hub, [station.report()])
    incident = Incident.objects.get()
    assert selectors.open_incidents().get() == incident
    services.settle_incident(incident.pk, **WHO)
    assert not selectors.open_incidents().exists()
    assert selectors.settled_among([incident]) == {incident.pk}
    assert notes("incident-settled") == ["looked at it"]


def test_a_stored_batch_is_nothing_to_decide_about(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    hub.accept(batch)
    for deed in (services.release_batch, services.reject_batch, services.note_loss):
        with pytest.raises(Refused):
            deed(batch.hash, **WHO)
