"""Long lists of the exchange are searched, filtered, put in another order, and turned page by page."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.contrib.auth.models import User

from sync.hub.console.web.paging import page_of
from sync.hub.intake.models import Batch, RecordState, SealedRecord
from sync.hub.stations.models import Device
from sync.hub.stations.services import revoke
from tests.kits.hub import NOW, Hub, Station


@pytest.fixture
def console(hub: Hub) -> Hub:
    hub.client.force_login(User.objects.get(username=hub.account.user))
    return hub


def page(hub: Hub, address: str) -> str:
    answer = hub.client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def names(shown: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/stations/[^"]*">([^<]*)</a>', shown)


def test_stations_are_found_by_name_number_state_and_district_and_counted_by_state(console: Hub) -> None:
    market, library = console.enrolled_station(name="Markt"), console.enrolled_station(name="Bibliothek")
    console.enrolled_station(name="Zoo")
    Device.objects.filter(id=library.device).update(district="A")
    revoke(market.device, note="weg", by="test", now=NOW)
    assert len(names(page(console, "/stations/"))) == 3
    assert names(page(console, "/stations/?text=BIBLIO")) == ["Bibliothek"]
    assert names(page(console, f"/stations/?text={market.device[:12]}")) == ["Markt"]
    assert names(page(console, "/stations/?district=A")) == ["Bibliothek"]
    assert names(page(console, "/stations/?health=revoked")) == ["Markt"]
    assert names(page(console, "/stations/?order=name")) == ["Bibliothek", "Markt", "Zoo"]
    assert names(page(console, "/stations/?order=heard"))[-1] == "Markt", "nobody waits for it"
    assert "No station fits." in page(console, "/stations/?text=nowhere")
    assert '<b>1</b><a href="?health=revoked">' in page(console, "/stations/?text=zoo"), "the tiles count all"


def two_stations(hub: Hub) -> tuple[Station, Station]:
    found = hub.enrolled_station(name="Markt"), hub.enrolled_station(name="Bibliothek")
    for station in found:
        for _number in range(2):
            hub.accept(station.batch())
    return found


def batches(shown: str) -> list[str]:
    return re.findall(r'href="/batches/([0-9a-f]{64})/"', shown)


def test_batches_are_found_by_station_or_fingerprint_and_turned_round(console: Hub) -> None:
    market, _library = two_stations(console)
    newest = list(Batch.objects.order_by("-id").values_list("hash", flat=True))
    assert batches(page(console, "/batches/")) == newest
    assert batches(page(console, "/batches/?order=oldest")) == newest[::-1]
    of_market = list(Batch.objects.filter(device=market.device).order_by("-id").values_list("hash", flat=True))
    assert batches(page(console, "/batches/?text=mark")) == of_market
    assert batches(page(console, f"/batches/?text={newest[0][:20].upper()}")) == newest[:1]
    assert batches(page(console, "/batches/?text=mark&state=lost")) == []


def test_pages_have_numbers_that_keep_what_is_looked_for(console: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    two_stations(console)
    monkeypatch.setattr("sync.hub.console.pages.batches.page_of", partial(page_of, length=1))
    shown = page(console, "/batches/?order=oldest&page=2")
    assert '<b aria-current="page">Page 2 of 4</b>' in shown
    assert 'href="?order=oldest&amp;page=4" aria-label="Page 4"' in shown


def test_what_was_set_aside_is_found_by_its_station(console: Hub) -> None:
    two_stations(console)
    console.work()
    SealedRecord.objects.update(state=RecordState.QUARANTINED, reason="unreadable")
    everything = page(console, "/aside/")
    of_market = page(console, "/aside/?text=markt")
    assert "Bibliothek" in everything and "Bibliothek" not in of_market and "Markt" in of_market
    assert f"<b>{SealedRecord.objects.count()}</b>" in everything
    assert "Nothing fits." in page(console, "/aside/?text=nowhere")


def test_the_log_is_searched_for_who_did_something_and_turned_round(console: Hub) -> None:
    two_stations(console)
    station = Device.objects.get(name="Markt")
    revoke(station.id, note="abgebaut", by="ada.lovelace", now=NOW)
    numbers = [int(number) for number in re.findall(r'class="number">(\d+)<', page(console, "/log/"))]
    turned = [int(number) for number in re.findall(r'class="number">(\d+)<', page(console, "/log/?order=oldest"))]
    assert numbers == sorted(numbers, reverse=True) and turned == sorted(numbers)
    for text in ("lovelace", "ABGEBAUT"):
        found = page(console, f"/log/?text={text}")
        assert found.count('<th scope="row"') == 1 and "ada.lovelace" in found
    assert "Nothing fits." in page(console, "/log/?text=nowhere")
    exported = console.client.get("/log/audit-log.csv?text=lovelace")
    assert b"".join(exported.streaming_content).count(b"\n") == 2  # type: ignore[attr-defined]
