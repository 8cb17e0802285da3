"""The list of reports as an office works with it: found, looked at, hidden, taken away, and every look is logged."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sync.hub.audit.models import AuditEntry
from sync.hub.console.entry_map import map_of
from sync.hub.enclosures.models import ReportTerms
from sync.hub.entries.models import ReviewState
from sync.hub.handover.models import Handover, HandoverState, ReceiverHealth
from sync.hub.reports.models import CitizenWord, DefectReport
from sync.hub.reports.search import Order, ReportQuery, find_reports, possible_duplicates
from sync.protocol.report_status import ReportState
from tests.kits.hub import NOW, Hub, on_both

NUMBER = "4711181501234567"


@pytest.fixture
def console(hub: Hub) -> Hub:
    hub.client.force_login(User.objects.get(username=hub.account.user))
    return hub


@pytest.fixture
def add(console: Hub) -> Callable[..., DefectReport]:
    """Puts a report into the list as the worker does."""

    def make(**changes: Any) -> DefectReport:
        count = DefectReport.objects.count()
        values: dict[str, Any] = {
            "record_id": f"{count:032x}", "device": "d" * 32, "number": f"{count:016d}", "category": "litter",
            "district": "K", "longitude": 12.13, "latitude": 54.09, "description": "Ein Sofa liegt am Weg.",
            "language": "de", "day": NOW.date(), "received_at": timezone.now() - timedelta(minutes=count),
        }  # fmt: skip
        return DefectReport.objects.create(**values | changes)

    return make


def page(hub: Hub, name: str, *arguments: str, **query: str) -> str:
    answer = hub.client.get(reverse(f"console:{name}", args=arguments), query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


def test_the_map_shows_where_reports_are_and_a_dot_leads_to_those_of_its_area(
    console: Hub, add: Callable[..., DefectReport]
) -> None:
    here = [add(longitude=12.13 + number * 1e-5, latitude=54.09) for number in range(3)]
    far = add(longitude=12.07, latitude=54.17, district="A", category="street")
    city = page(console, "reports-map")
    assert "4 reports on this map." in city
    assert city.count('class="map__district"') == 21
    way, closer = re.search(r'href="([^"]*)" aria-label="3 reports here"', city), 0
    while way and "/reports/" not in way[1]:
        asked = dict(parse_qsl(html.unescape(way[1]).lstrip("?")))
        assert sorted(found(**asked)) == [row.number for row in here]
        city, closer = page(console, "reports-map", **asked), closer + 1
        assert far.number not in city
        way = re.search(r'href="([^"]*)" aria-label="3 reports here"', city)
    assert way and 0 < closer < 5, "some steps lead to the list"
    assert far.number not in page(console, "reports", **dict(parse_qsl(html.unescape(way[1]).partition("?")[2])))
    assert "1 report on this map." in page(console, "reports-map", category="street", area="nonsense")
    assert logged("reports-listed")[-1] == {"reports": 1}


@on_both
def test_of_all_reports_the_map_shows_what_it_shows_of_a_filter_that_all_fit(add: Callable[..., DefectReport]) -> None:
    for number, district in enumerate("KKAKD"):
        add(longitude=12.05 + number % 2 * 0.01, latitude=54.05 + number // 3 * 0.01, district=district)
    add(longitude=13.0, district="K")
    rows, city = DefectReport.objects.all(), {"box": (12.0, 54.0, 12.2, 54.2), "names": {}}
    outlines = {code: [] for code in "KADX"}
    maps = [map_of(rows, is_filtered=one, outlines=outlines, **city) for one in (True, False)]  # type: ignore[arg-type]
    assert maps[0] == maps[1]
    assert maps[0].shown == 5
    assert {outline.code: outline.count for outline in maps[0].outlines} == {"K": 4, "A": 1, "D": 1, "X": 0}


def found(**wanted: Any) -> list[str]:
    rows = find_reports(ReportQuery(**wanted), now=timezone.now(), today=timezone.localdate())
    return [row.number for row in rows]


def logged(event: str) -> list[dict[str, Any]]:
    return [json.loads(entry.facts) for entry in AuditEntry.objects.filter(event=event)]


@on_both
def test_reports_are_found_by_number_words_state_and_what_is_late(add: Callable[..., DefectReport]) -> None:
    lamp = add(number=NUMBER, description="Die LATERNE ist dunkel, große Gefahr", category="street", district="D")
    sofa = add(due=timezone.localdate() - timedelta(days=1), state=ReportState.OPEN)
    old = add(received_at=timezone.now() - timedelta(days=9), review=ReviewState.RECEIVED)
    Handover.objects.create(report=sofa, state=HandoverState.ACCEPTED, request_id="815")
    assert found(text="4711 1815 0123 4567") == [lamp.number]
    assert found(text="laterne gefahr") == [lamp.number]
    assert found(text="laterne sofa") == []
    assert found(text="815") == [sofa.number]
    assert found(category="street") == found(district="D") == [lamp.number]
    assert found(late="due") == [sofa.number]
    assert found(late="review") == [old.number]
    assert found(handover="accepted") == [sofa.number]
    assert found(order=Order.OLDEST)[0] == old.number
    assert found(order=Order.DUE)[0] == sofa.number
    assert len(found(state="nonsense", order="nonsense")) == 0


def test_every_look_and_every_file_is_logged(console: Hub, add: Callable[..., DefectReport]) -> None:
    one = add()
    page(console, "reports")
    assert logged("reports-listed") == [{"reports": 1}]
    page(console, "report", one.record_id)
    page(console, "report-text", one.record_id)
    assert logged("report-read") == [{"record": one.record_id}] * 2
    console.client.get(reverse("console:export-reports", args=["csv"]))
    assert logged("reports-exported") == [{"form": "csv", "reports": 1}]


def test_an_export_runs_nothing_and_holds_what_is_passed_on_alone(
    console: Hub, add: Callable[..., DefectReport]
) -> None:
    add(description='=HYPERLINK("http://evil")')
    add(description="Herr Meier war es", public_text="[…] war es", hidden_because="Name", longitude=-12.5)
    add(description="\t=1+1", public_note="@SUM(A1)")
    answer = console.client.get(reverse("console:export-reports", args=["csv"]), {"order": "newest"})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["description"].startswith("'=")
    assert rows[1]["description"] == "[…] war es"
    assert rows[1]["longitude"] == "-12.5"
    assert rows[2]["description"].startswith("'\t")
    assert rows[2]["public_note"].startswith("'@")
    assert "Meier" not in text
    geo = json.loads(
        b"".join(console.client.get(reverse("console:export-reports", args=["geojson"])).streaming_content)
    )
    assert [feature["geometry"]["coordinates"] for feature in geo["features"]][1] == [-12.5, 54.09]
    assert "Meier" not in json.dumps(geo)


def test_an_export_of_a_filter_holds_what_the_list_shows(console: Hub, add: Callable[..., DefectReport]) -> None:
    add(category="street")
    add()
    answer = console.client.get(reverse("console:export-reports", args=["csv"]), {"category": "street"})
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 2


def test_what_may_be_the_same_is_near_in_place_time_and_words(add: Callable[..., DefectReport]) -> None:
    one = add(description="Großes altes Sofa liegt am Weg")
    same = add(latitude=54.0905, category="street", description="Ein altes großes Sofa liegt hier am Weg")
    near = add(latitude=54.0901, description="Scherben")
    add(latitude=54.2, description=one.description)
    add(received_at=one.received_at - timedelta(days=200), description=one.description)
    add(latitude=54.0901, category="street", description="Ampel dunkel")
    assert [other.report for other in possible_duplicates(one)] == [same, near]
    assert possible_duplicates(one)[0].metres == 56


def test_what_may_be_the_same_is_looked_for_by_its_place_in_as_many_steps_however_much_there_is(
    console: Hub, add: Callable[..., DefectReport]
) -> None:
    one = add()

    def steps() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            console.client.get(reverse("console:report", args=[one.record_id]))
        return [query["sql"] for query in captured.captured_queries]

    add()
    steps()  # what a process learns once
    with_one = steps()
    for _another in range(3):
        add()
    with_four = steps()
    assert len(with_four) == len(with_one)
    (by_place,) = (sql for sql in with_four if "BETWEEN" in sql)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + by_place)
        assert "reports_on_the_map" in cursor.fetchall()[0][3]


def test_looking_at_it_and_hiding_words_in_the_pages(console: Hub, add: Callable[..., DefectReport]) -> None:
    one = add(description="Herr Meier war es.")
    address = reverse("console:report-review", args=[one.record_id])
    console.client.post(address, {"review": "approved", "note": "klar", "seen": "0"})
    address = reverse("console:report-text", args=[one.record_id])
    console.client.post(address, {"text": "[…] war es.", "because": "Name einer Person", "seen": "1"})
    one.refresh_from_db()
    assert (one.review, one.text_to_pass_on, one.description) == ("approved", "[…] war es.", "Herr Meier war es.")
    second = console.client.post(address, {"text": "x", "because": "y", "seen": "1"})
    assert (second.status_code, one.text_to_pass_on) == (409, "[…] war es.")
    shown = page(console, "report", one.record_id)
    for words in ("klar", "Name einer Person", "approved"):
        assert words in shown
    assert "Meier" not in page(console, "reports")


def test_two_hands_at_one_review_the_second_is_told(console: Hub, add: Callable[..., DefectReport]) -> None:
    one = add()
    address = reverse("console:report-review", args=[one.record_id])
    console.client.post(address, {"review": "approved", "note": "", "seen": "0"})
    second = console.client.post(address, {"review": "rejected", "note": "", "seen": "0"})
    one.refresh_from_db()
    assert (second.status_code, one.review) == (409, "approved")


def test_a_place_only_roughly_known_is_seen(console: Hub, add: Callable[..., DefectReport]) -> None:
    assert "only roughly: within 1500 m" in page(console, "report", add(radius_metres=1500).record_id)
    assert "only roughly" not in page(console, "report", add().record_id)


def test_who_took_it_down_is_seen_and_whether_the_person_is_known(
    add: Callable[..., DefectReport], console: Hub
) -> None:
    assert "Taken down by" not in page(console, "report", add().record_id)
    one = add(by_team=True)
    assert "the team of the station, for somebody who is not named" in page(console, "report", one.record_id)
    ReportTerms.objects.create(report=one, contact="0381 1")
    assert "the team of the station, for somebody else" in page(console, "report", one.record_id)


def test_the_first_page_names_what_needs_somebody(console: Hub, add: Callable[..., DefectReport]) -> None:
    assert "receiver" not in page(console, "home")
    one = add(received_at=timezone.now() - timedelta(days=9))
    Handover.objects.create(report=one, state=HandoverState.REFUSED, reason="outside")
    Handover.objects.create(report=add(), state=HandoverState.ANSWER_LOST, reason='several {"numbers": "1, 2"}')
    Handover.objects.create(report=add(), state=HandoverState.INCOMPLETE, reason="unwritten")
    Handover.objects.create(report=add(), state=HandoverState.INCOMPLETE, reason="on-its-way")
    CitizenWord.objects.create(report=one, record_id="f" * 32, kind="not_in_order", day=NOW.date(), received_at=NOW)
    ReceiverHealth.objects.create(trouble='key {"words": "ungültig"}', since=NOW)
    shown = page(console, "home")
    for words in (
        "1 report was not taken by the receiver", "Of 1 report nobody knows whether it arrived",
        "Of 1 report people say that it is not in order yet", "1 report was not looked at in time",
        "Reports cannot be handed over since", "ungültig",
        "1 report was only spoken, and waits until somebody writes it down",
    ):  # fmt: skip
        assert words in shown, words
    decided = reverse("console:report-handover", args=[one.record_id])
    assert "outside the area" in page(console, "report-handover", one.record_id)
    console.client.post(decided, {"decision": "keep_here", "request_id": "", "seen": "0"})
    assert Handover.objects.get(report=one).state == HandoverState.KEPT_HERE


def test_a_number_over_there_cannot_be_said_of_two(console: Hub, add: Callable[..., DefectReport]) -> None:
    Handover.objects.create(report=add(), state=HandoverState.ACCEPTED, request_id="4711")
    stuck = add()
    Handover.objects.create(report=stuck, state=HandoverState.REFUSED, reason="deleted")
    address = reverse("console:report-handover", args=[stuck.record_id])
    console.client.post(address, {"decision": "is_there", "request_id": "4711", "seen": "0"})
    assert Handover.objects.get(report=stuck).state == HandoverState.REFUSED
    console.client.post(address, {"decision": "is_there", "request_id": "4712", "seen": "0"})
    assert Handover.objects.get(report=stuck).request_id == "4712"
