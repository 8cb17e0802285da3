"""A station's word on a damaged database at the hub: listed, asked about once, settled with a note."""

from __future__ import annotations

from django.contrib.auth.models import User

from sync.hub.audit.models import AuditEntry
from sync.hub.intake.models import Incident, IncidentKind, RecordState, SealedRecord
from sync.hub.triage.models import StationDamage
from sync.hub.triage.services import note_damage
from sync.protocol.envelope import seal_damage
from sync.protocol.records import Damage
from tests.kits.hub import NOW, Hub, on_both

WORD = Damage("2026-11-20", 8_388_608, 212, "damaged/001")


def page(hub: Hub, path: str) -> str:
    answer = hub.client.get(path, headers={"accept-language": "de"})
    assert answer.status_code == 200
    return " ".join(str(answer.content.decode()).split())


@on_both
def test_it_is_listed_and_asked_about_once(hub: Hub) -> None:
    station = hub.enrolled_station()
    record = seal_damage(WORD, key=station.seal)
    hub.accept(station.batch([record]))
    hub.work()
    hub.accept(station.batch([record]))  # told again, as after a lost acknowledgement
    hub.work()
    row = StationDamage.objects.get()
    assert (row.device, row.saved, row.folder) == (station.device, 212, "damaged/001")
    assert Incident.objects.get().kind == IncidentKind.DATABASE_DAMAGED
    assert AuditEntry.objects.filter(event="station-damaged").count() == 1
    note_damage(WORD, record_id=row.record_id, place=(station.device, "0" * 32, 2), received_at=NOW)
    assert (StationDamage.objects.count(), Incident.objects.count()) == (1, 1)


def test_the_console_says_what_happened_and_what_to_do(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([seal_damage(WORD, key=station.seal)]))
    hub.work()
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    incident = Incident.objects.get()
    assert "SBZ Test: Die Datenbank war beschädigt" in page(hub, "/")
    assert "212 Einträge gerettet, die Datei liegt dort in damaged/001" in page(hub, f"/stations/{station.device}/")
    told = page(hub, f"/incidents/{incident.pk}/")
    assert "Am 20. November 2026 fand die Station" in told and "8,0 MB" in told
    assert "in welcher Reihenfolge abgestimmt wurde" in told
    hub.client.post(f"/incidents/{incident.pk}/", {"verdict": "settle", "note": "Speicher getauscht", "seen": "0"})
    assert "Die Datenbank war beschädigt" not in page(hub, "/")
    assert "Speicher getauscht" in page(hub, f"/incidents/{incident.pk}/")


def test_a_word_that_is_none_goes_into_quarantine(hub: Hub) -> None:
    station = hub.enrolled_station()
    wrong = Damage("2026-11-20", 1, 1, "x" * 99)
    hub.accept(station.batch([seal_damage(wrong, key=station.seal)]))
    for _ in range(3):
        hub.work()
    assert SealedRecord.objects.get().state == RecordState.QUARANTINED
    assert not StationDamage.objects.exists()
