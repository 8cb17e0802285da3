"""Long lists of the exchange are searched, filtered, put in another order, and turned page by page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.test import RequestFactory

from sync.hub.claims.models import MissingBallot
from sync.hub.console.web.paging import page_of
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.selectors import ContributionOrder, ContributionQuery, find_contributions
from sync.hub.intake.models import Batch, RecordState, SealedRecord
from sync.hub.intake.selectors import count_records, records_called
from sync.hub.polls.models import BallotStanding, BoxedBallot
from sync.hub.polls.selectors import names_of, trackers
from sync.hub.reports.models import DefectReport
from sync.hub.reports.search import Order, ReportQuery, find_reports
from sync.hub.stations.models import Device
from sync.hub.stations.services import revoke
from sync.protocol.encoding import random_id
from sync.protocol.envelope import tracker_of
from sync.protocol.records import Stream
from tests.kits.hub import NOW, Hub, Station, on_both


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


@on_both
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


def lists_in_every_order(number: int) -> Mapping[str, QuerySet[Any]]:
    """So many reports and ideas, of which many have the same moment, district, category, day and supports."""
    common = {"language": "de", "day": NOW.date(), "device": "d"}
    for at in range(number):
        moment = {"received_at": NOW - timedelta(hours=at % 3), "due": NOW.date() if at % 4 == 0 else None}
        where = {"district": "KN"[at % 2], "number": str(at), "record_id": random_id(), **moment, **common}
        DefectReport.objects.create(category="litter", longitude=12.1, latitude=54.1, **where)
        CitizenContribution.objects.create(kind="idea", name=random_id(), supports=at % 2, **where)
    now = {"now": NOW, "today": NOW.date()}
    of_reports = {f"reports {order}": find_reports(ReportQuery(order=order.value), **now) for order in Order}
    handed_over = {"reports handed over": find_reports(ReportQuery(handover="accepted"), **now)}
    of_contributions = {
        f"contributions {order}": find_contributions(ContributionQuery(order=order.value), **now)
        for order in ContributionOrder
    }
    return {**of_reports, **handed_over, **of_contributions}


@on_both
def test_pages_that_are_read_from_the_end_hold_what_they_would_from_the_beginning(hub: Hub) -> None:
    for name, rows in lists_in_every_order(11).items():
        whole = list(rows)
        paged = [list(page_of(RequestFactory().get("/", {"page": number}), rows, length=3)) for number in range(1, 5)]
        assert paged[:1] == [whole[:3]], name
        assert [row for page in paged for row in page] == whole, name


def test_no_order_of_a_list_is_made_by_sorting_all_of_it(hub: Hub) -> None:
    for name, rows in lists_in_every_order(1).items():
        for way in (rows, rows.reverse()):
            assert "TEMP B-TREE" not in way.explain(), name


@on_both
def test_what_has_no_promised_day_comes_last(hub: Hub) -> None:
    for name, rows in lists_in_every_order(6).items():
        if name.endswith("due"):
            assert [row.due is None for row in rows] == [False, False, True, True, True, True], name


@on_both
def test_records_are_counted_by_state_and_found_with_their_doubles(hub: Hub) -> None:
    station = hub.enrolled_station()
    first, second, third = (station.report() for _ in range(3))
    hub.accept(station.batch([first, second]))
    hub.work()
    SealedRecord.objects.filter(record_id=second.id).update(state=RecordState.QUARANTINED)
    hub.accept(station.batch([third]))
    assert count_records() == {"applied": 1, "quarantined": 1, "waiting": 1}
    row = SealedRecord.objects.get(record_id=first.id)
    row.pk, row.doubled, row.digest = None, True, b"another"
    row.save()
    found = [(one.record_id, one.doubled) for one in records_called([first.id, third.id, "unknown"])]
    assert found == [(first.id, False), (first.id, True)]


@on_both
def test_the_names_of_a_box_come_without_its_ballots(hub: Hub) -> None:
    station, poll = hub.enrolled_station(), hub.poll()
    hub.accept(station.batch([station.ballot(poll)[0] for _ in range(5)], stream=Stream.BALLOTS))
    hub.work()
    boxed = list(BoxedBallot.objects.all())
    BoxedBallot.objects.filter(pk=boxed[0].pk).update(standing=BallotStanding.DOUBLE)
    assert trackers(names_of(poll.id, BallotStanding.DOUBLE)) == [boxed[0].tracker]
    told = trackers(names_of(poll.id))
    assert sorted(told) == sorted(tracker_of(bytes(one.inner)) for one in boxed[1:])
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    assert told == sorted(told, key=lambda tracker: [letters.index(letter) for letter in tracker])


def test_missed_ballots_are_turned_page_by_page_those_without_an_answer_first(console: Hub) -> None:
    for at in range(51):
        MissingBallot.objects.create(tracker=f"{at:020}", came_on=NOW.date(), answer="Da." if at < 50 else "")
    first, second = (page(console, f"/polls/missing/?page={number}") for number in (1, 2))
    assert [shown.count('<th scope="row"') for shown in (first, second)] == [50, 1]
    assert first.index(f"{50:020}") < first.index(f"{0:020}")
