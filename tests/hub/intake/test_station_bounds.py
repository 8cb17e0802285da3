"""One station, whoever holds its key, fills neither the disk nor the lists of people."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from sync.hub.audit.models import AuditEntry
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import BatchState, Incident, IncidentKind
from sync.hub.intake.services import MOST_ASIDE, Outcome, accept_batch
from sync.hub.intake.signer import current_voice
from sync.hub.stations.allowance import (
    AT_ONCE_BYTES,
    BYTES_PER_SECOND,
    LEAST_BYTES,
    OF_THIS_PROCESS,
    Allowance,
    TooMuch,
)
from sync.hub.stations.models import DeviceSeen
from sync.hub.stations.services import revoke
from sync.hub.triage.models import StationDamage
from sync.hub.triage.selectors import open_incidents
from sync.hub.triage.services import settle_incident
from sync.protocol.batches import Batch
from sync.protocol.envelope import seal_damage
from sync.protocol.records import Damage
from tests.kits.hub import NOW, Hub, list_all, on_both

ENGLISH = {"Accept-Language": "en"}


def aside() -> int:
    return StoredBatch.objects.filter(state=BatchState.ASIDE).count()


def entries(event: str) -> int:
    return AuditEntry.objects.filter(event=event).count()


@on_both
@pytest.mark.parametrize("is_revoked", [True, False])
def test_what_one_station_sends_aside_is_kept_so_far_and_then_counted(hub: Hub, *, is_revoked: bool) -> None:
    station = hub.enrolled_station()
    if is_revoked:
        revoke(station.device, note="stolen", by="test", now=NOW)
    else:
        hub.accept(station.batch(keep=False))
    outcomes = set()
    for number in range(MOST_ASIDE + 20):
        outcomes.add(hub.accept(station.batch([station.report(f"{number}")], keep=False)).outcome)
    assert outcomes == {Outcome.REVOKED if is_revoked else Outcome.FORK}
    assert aside() == MOST_ASIDE
    incident = Incident.objects.get()
    assert incident.kind == (IncidentKind.AFTER_REVOCATION if is_revoked else IncidentKind.FORK)
    assert incident.count == MOST_ASIDE + 20
    assert entries("batch-set-aside") == 1
    hub.client.force_login(User.objects.get(username="admin"))
    assert f"{MOST_ASIDE + 20} times" in hub.client.get(f"/incidents/{incident.pk}/", headers=ENGLISH).content.decode()


def test_once_it_is_settled_what_comes_is_kept_again_and_told_again(hub: Hub) -> None:
    station = hub.enrolled_station()
    revoke(station.device, note="stolen", by="test", now=NOW)
    late = [station.batch([station.report(f"{number}")], keep=False) for number in range(MOST_ASIDE + 1)]
    for batch in late:
        hub.accept(batch)
    settle_incident(Incident.objects.get().pk, note="it was ours", by="test", now=NOW)
    hub.accept(late[-1])
    assert aside() == MOST_ASIDE + 1
    assert (Incident.objects.count(), open_incidents().count()) == (2, 1)
    assert entries("batch-set-aside") == 2


def test_another_station_has_its_own_room_and_its_own_incident(hub: Hub) -> None:
    stations = [hub.enrolled_station(name) for name in ("a", "b")]
    for station in stations:
        revoke(station.device, note="stolen", by="test", now=NOW)
    for number in range(MOST_ASIDE + 1):
        hub.accept(stations[0].batch([stations[0].report(f"{number}")], keep=False))
    hub.accept(stations[1].batch())
    assert aside() == MOST_ASIDE + 1
    assert {incident.device: incident.count for incident in Incident.objects.all()} == {
        stations[0].device: MOST_ASIDE + 1,
        stations[1].device: 1,
    }


def test_records_that_betray_something_are_one_incident_of_their_kind(hub: Hub) -> None:
    station = hub.enrolled_station()
    damages = [
        seal_damage(Damage(day="2026-11-22", size=number, saved=0, folder="damaged"), key=station.seal)
        for number in range(1, 30)
    ]
    twice = [station.report(record_id=f"{number:032x}") for number in range(20)]
    again = [station.report("another", record_id=f"{number:032x}") for number in range(20)]
    for records in (damages, twice, again):
        assert hub.accept(station.batch(records)).outcome is Outcome.ACKNOWLEDGED
    list_all()
    hub.work()
    counts = {incident.kind: incident.count for incident in Incident.objects.all()}
    assert counts[IncidentKind.DATABASE_DAMAGED] == 29
    assert counts[IncidentKind.DOUBLED_RECORD] == 1, "one batch"
    assert StationDamage.objects.count() == 29
    assert entries("station-damaged") == entries("record-doubled") == 1


def test_a_station_brings_a_lot_at_once_and_then_so_much_a_second() -> None:
    now = [0.0]
    allowance = Allowance(lambda: now[0])
    for _ in range(AT_ONCE_BYTES // 2**20):
        allowance.spend("a", 2**20)
    with pytest.raises(TooMuch) as told:
        allowance.spend("a", 1)
    assert told.value.is_news
    allowance.spend("b", 2**20)  # another has its own
    now[0] += 1
    allowance.spend("a", BYTES_PER_SECOND)
    with pytest.raises(TooMuch) as told:
        allowance.spend("a", 1)
    assert not told.value.is_news
    now[0] += told.value.seconds
    allowance.spend("a", 2**20)
    now[0] += 10 * 365 * 24 * 3600  # however long it waits, it has no more than that
    allowance.spend("a", AT_ONCE_BYTES)
    with pytest.raises(TooMuch):
        allowance.spend("a", 1)


def test_small_things_count_too() -> None:
    allowance = Allowance(lambda: 0.0)
    for _ in range(AT_ONCE_BYTES // LEAST_BYTES):
        allowance.spend("a", 0)
    with pytest.raises(TooMuch):
        allowance.spend("a", 0)


def test_a_station_that_sends_too_much_is_told_to_wait_and_people_are_told_why(hub: Hub) -> None:
    station, other = hub.enrolled_station("a"), hub.enrolled_station("b")
    OF_THIS_PROCESS.spend(station.device, 2 * AT_ONCE_BYTES)
    batch = station.batch()
    answer = hub.post("batches", batch.to_bytes())
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > AT_ONCE_BYTES // BYTES_PER_SECOND / 2
    assert not StoredBatch.objects.exists()
    assert DeviceSeen.objects.get(device=station.device).last_error == "too-much"
    assert hub.post("batches", other.batch().to_bytes()).status_code == 200
    assert hub.accept(batch).outcome is Outcome.ACKNOWLEDGED, "whoever brings it on a stick is a person"


def test_nobody_spends_what_is_another_stations(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch([station.report("x" * 3000) for _ in range(200)])
    forged = Batch(batch.line[:-4] + "AAAA", batch.body)
    own = Allowance(lambda: 0.0)
    own.spend(station.device, AT_ONCE_BYTES - 1)  # one more, and that is all
    assert accept_batch(forged.to_bytes(), voice=current_voice(), now=NOW, allowance=own).outcome is Outcome.UNKNOWN
    accepted = accept_batch(batch.to_bytes(), voice=current_voice(), now=NOW, allowance=own)
    assert accepted.outcome is Outcome.ACKNOWLEDGED
