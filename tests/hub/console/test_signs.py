"""Signs follow decisions: after each, every list, badge and figure says the same, and no alarm goes on for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from sync.hub.intake.models import Batch, Incident, SealedRecord
from sync.hub.stations.services import revoke
from sync.hub.triage import services
from sync.protocol.records import Stream
from tests.hub.monitoring.test_monitoring import figures
from tests.kits.hub import NOW, Hub, Station, on_both, spoilt

WHO = {"by": "erika", "now": NOW, "note": "besprochen"}


@pytest.fixture
def console(hub: Hub) -> Hub:
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return hub


def page(hub: Hub, address: str) -> str:
    answer = hub.client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    shown = str(answer.content.decode())
    return shown[shown.index('id="main"') :]


def alarms(hub: Hub) -> dict[str, float]:
    found = figures(hub.client.get("/metrics").content.decode())
    names = ("mitmach_batches_aside", "mitmach_incidents", 'mitmach_records{state="quarantined"}')
    return {name: found[name] for name in names if found[name]}


def after_revocation(hub: Hub) -> tuple[Station, str]:
    station = hub.enrolled_station("Bus")
    revoke(station.device, note="stolen", by="test", now=NOW)
    batch = station.batch()
    hub.accept(batch)
    return station, batch.hash


def forked(hub: Hub) -> tuple[Station, str]:
    station = hub.enrolled_station("Bus")
    hub.accept(station.batch())
    chain = station.chains[Stream.REPORTS]
    chain.seq, chain.last = 0, "0" * 64
    batch = station.batch()
    hub.accept(batch)
    hub.work()
    return station, batch.hash


Make = Callable[[Hub], tuple[Station, str]]


@on_both
@pytest.mark.parametrize("make", [after_revocation, forked])
@pytest.mark.parametrize(
    ("decide", "sign", "others"),
    [
        (services.release_batch, "let in afterwards", {"let-in"}),
        (services.reject_batch, "stays out", {"stays-out"}),
    ],
)
def test_a_batch_is_shown_everywhere_as_it_was_decided(
    hub: Hub, console: Hub, make: Make, decide: Callable[..., None], sign: str, others: set[str]
) -> None:
    station, batch = make(console)
    places = {"/batches/", f"/batches/{batch}/", f"/stations/{station.device}/", "/"}
    assert all("set aside</span>" in page(console, place) for place in places)
    assert batch in page(console, "/batches/?state=aside") and batch in page(console, "/aside/")
    assert alarms(console)["mitmach_batches_aside"] == 1
    decide(batch, **WHO)
    console.work()
    assert all(f"{sign}</span>" in page(console, place) for place in places)
    assert not any("set aside</span>" in page(console, place) for place in places)
    assert batch not in page(console, "/aside/")
    for state in ("stored", "aside", "let-in", "stays-out", "unreadable", "lost", "loss-noted"):
        assert (batch in page(console, f"/batches/?state={state}")) == (state in others), state
    assert "See why" not in page(console, f"/stations/{station.device}/")
    assert "days__bad" not in page(console, f"/stations/{station.device}/")
    assert "mitmach_batches_aside" not in alarms(console)


@pytest.mark.parametrize("decide", [services.release_batch, services.reject_batch])
def test_what_came_after_a_revocation_is_settled_by_the_decision_about_it(
    console: Hub, decide: Callable[..., None]
) -> None:
    _, batch = after_revocation(console)
    incident = reverse("console:incident", args=[Incident.objects.get().pk])
    assert "open</span>" in page(console, "/incidents/") and 'value="settle"' in page(console, incident)
    decide(batch, **WHO)
    console.work()
    assert "settled</span>" in page(console, "/incidents/") and "open</span>" not in page(console, "/incidents/")
    assert "besprochen" in page(console, incident) and 'value="settle"' not in page(console, incident)
    assert "Nothing to do" in page(console, "/") or "Bus" not in page(console, "/").split("Figures")[0]
    assert alarms(console) == {}


def test_another_incident_stays_open_until_it_is_settled_itself(console: Hub) -> None:
    _, batch = forked(console)
    services.release_batch(batch, **WHO)
    console.work()
    assert "Bus: two histories" in page(console, "/")
    assert alarms(console) == {"mitmach_incidents": 1}
    services.settle_incident(Incident.objects.get().pk, **WHO)
    assert "settled</span>" in page(console, "/incidents/")
    assert alarms(console) == {}


def test_a_loss_that_was_noted_is_no_alarm_any_more(console: Hub) -> None:
    station = console.enrolled_station()
    batch = station.batch()
    console.accept(batch)
    console.work()
    Batch.objects.update(state="lost")
    assert "state--bad" in page(console, "/batches/")
    services.note_loss(batch.hash, **WHO)
    assert "lost, and noted</span>" in page(console, "/batches/") and "state--bad" not in page(console, "/batches/")


@on_both
def test_a_record_is_shown_everywhere_as_it_was_decided(hub: Hub, console: Hub) -> None:
    station = console.enrolled_station()
    batch = station.batch([spoilt(station.report())])
    console.accept(batch)
    console.work()
    row = SealedRecord.objects.get().pk
    places = (reverse("console:record", args=[row]), reverse("console:batch", args=[batch.hash]))
    assert all("in quarantine" in page(console, place) for place in places)
    assert alarms(console) == {'mitmach_records{state="quarantined"}': 1}
    services.reject_record(row, **WHO)
    assert all("stays out" in page(console, place) and "in quarantine" not in page(console, place) for place in places)
    assert alarms(console) == {}
    services.release_record(row, seen=1, **WHO)
    assert all("waits to be opened" in page(console, place) for place in places)
    console.work()
    assert all("in quarantine" in page(console, place) for place in places), "it failed again"
    assert alarms(console) == {'mitmach_records{state="quarantined"}': 1}


def test_a_revoked_station_is_counted_nowhere(console: Hub) -> None:
    console.enrolled_station("Haus")
    after_revocation(console)
    assert '<b>1</b><a href="/stations/">' in page(console, "/")
    assert figures(console.client.get("/metrics").content.decode())["mitmach_stations"] == 1
