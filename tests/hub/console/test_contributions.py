"""The pages of ideas and questions as an office works with them: found, answered, released; every look is logged."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, give_role
from sync.hub.accounts.services import make_account
from sync.hub.audit.models import AuditEntry
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.selectors import ContributionQuery, find_contributions
from sync.hub.contributions.services import receive_contribution
from sync.protocol.contributions import Contribution as Said
from sync.protocol.contributions import ContributionKind
from sync.protocol.report_status import record_id_of
from tests.kits.hub import Hub, on_both

NUMBER = "4711181501234567"
ID = record_id_of(NUMBER)


@pytest.fixture
def console(hub: Hub) -> Hub:
    hub.client.force_login(User.objects.get(username=hub.account.user))
    leave(NUMBER, ContributionKind.IDEA, text="Mehr BÄNKE am Hafen", topic="green")
    return hub


def leave(number: str, kind: ContributionKind, *, days_ago: int = 0, **changes: Any) -> CitizenContribution:
    values = {"text": "Wann kommt der Weg?", "district": "K", "language": "de", "day": "2026-11-22"}
    came = timezone.now() - timedelta(days=days_ago)
    receive_contribution(
        record_id_of(number), Said(kind, number, **values | changes), device="d" * 32, received_at=came
    )
    return CitizenContribution.objects.get(number=number)


def page(hub: Hub, name: str, *arguments: str, **query: str) -> str:
    answer = hub.client.get(reverse(f"console:{name}", args=arguments), query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return str(body.decode())


def send(hub: Hub, name: str, **values: object) -> int:
    return int(hub.client.post(reverse(f"console:{name}", args=(ID,)), values).status_code)


def logged(event: str) -> list[dict[str, Any]]:
    return [json.loads(entry.facts) for entry in AuditEntry.objects.filter(event=event)]


def found(**wanted: Any) -> list[str]:
    rows = find_contributions(ContributionQuery(**wanted), now=timezone.now(), today=timezone.localdate())
    return [row.number for row in rows]


@on_both
def test_they_are_found_by_number_words_kind_and_what_is_late(console: Hub) -> None:
    old = leave("1" * 16, ContributionKind.QUESTION, receiver="city", project="neuer-markt", days_ago=40)
    assert found(text="4711 1815") == found(text="bänke") == found(kind="idea") == [NUMBER]
    assert found(receiver="city") == found(project="neuer-markt") == found(late="due") == [old.number]
    assert found(late="review") == [old.number]
    assert found(order="supports")[0] == NUMBER
    assert found(state="nonsense", order="nonsense") == []


def test_ideas_with_a_place_are_on_a_map_whose_dots_lead_to_those_of_their_area(console: Hub) -> None:
    here = leave("2" * 16, ContributionKind.IDEA, place=(12.13, 54.09))
    far = leave("3" * 16, ContributionKind.IDEA, place=(12.07, 54.17), district="A")
    city = page(console, "contributions-map")
    assert "2 ideas on this map." in city and city.count('class="map__district"') == 21
    assert '<td class="number">2</td>' in city, "what has no place is in the table of its district"
    area = "12.129,54.089,12.131,54.091"
    assert found(area=area) == [here.number] and len(found(area="nonsense")) == 3
    closer = page(console, "contributions-map", area=area)
    assert "1 idea on this map." in closer and f"?{urlencode({'area': area})}" in closer, "as a list, too"
    assert far.number[:4] not in page(console, "contributions", area=area)
    assert logged("contributions-listed")[:2] == [{"contributions": 2}, {"contributions": 1}]
    assert page(console, "contribution", here.record_id).count("on the map") == 1
    assert "on the map" not in page(console, "contribution", ID), "it has no place"


def test_a_district_council_sees_its_own_districts_ideas_on_the_map(console: Hub) -> None:
    leave("2" * 16, ContributionKind.IDEA, place=(12.13, 54.09))
    leave("3" * 16, ContributionKind.IDEA, place=(12.07, 54.17), district="A")
    OneTimePassword.objects.all().delete()
    give_role(User.objects.get(), Role.DISTRICT_COUNCIL, ["A"])
    assert "1 idea on this map." in page(console, "contributions-map")


def test_every_look_and_every_file_is_logged_with_how_many(console: Hub) -> None:
    listed = page(console, "contributions")
    assert "Mehr BÄNKE am Hafen" in listed
    assert logged("contributions-listed") == [{"contributions": 1}]
    page(console, "contributions", text="nothing of the kind")
    assert len(logged("contributions-listed")) == 1  # nothing was seen
    page(console, "contribution", ID)
    page(console, "contribution-answer", ID)
    assert logged("contribution-read") == [{"record": ID}] * 2
    rows = list(csv.DictReader(io.StringIO(page(console, "export-contributions", "csv").lstrip("\ufeff"))))
    assert [(row["number"], row["kind"], row["text"]) for row in rows] == [(NUMBER, "idea", "Mehr BÄNKE am Hafen")]
    assert logged("contributions-exported") == [{"contributions": 1, "form": "csv"}]
    CitizenContribution.objects.update(longitude=12.1, latitude=54.0)
    (feature,) = json.loads(page(console, "export-contributions", "geojson"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [12.1, 54.0]}
    assert feature["properties"]["text"] == "Mehr BÄNKE am Hafen"
    assert logged("contributions-exported")[-1] == {"contributions": 1, "form": "geojson"}
    CitizenContribution.objects.update(longitude=None, latitude=None)
    assert json.loads(page(console, "export-contributions", "geojson"))["features"][0]["geometry"] is None


def test_an_answer_needs_words_and_nobody_overwrites_the_answer_of_another(console: Hub) -> None:
    assert send(console, "contribution-answer", state="taken_up", note="", seen="0") == 200
    assert CitizenContribution.objects.get().state == "received"
    assert send(console, "contribution-answer", state="taken_up", note="x" * 1500, seen="0") == 302
    assert send(console, "contribution-answer", state="not_taken_up", note="Nein.", seen="0") == 409
    row = CitizenContribution.objects.get()
    assert (row.state, len(row.public_note)) == ("taken_up", 1500)
    assert [said.by for said in row.statements.all()] == [console.account.user]


def test_released_and_hidden_from_the_page(console: Hub) -> None:
    assert send(console, "contribution-text", text="Mehr […] am Hafen", because="ein Wort", seen="0") == 302
    assert send(console, "contribution-review", review="approved", note="gut", seen="0") == 409
    assert send(console, "contribution-review", review="approved", note="gut", seen="1") == 302
    row = CitizenContribution.objects.get()
    assert (row.is_released, row.text_to_pass_on) == (True, "Mehr […] am Hafen")


def test_who_took_it_down_is_seen(console: Hub) -> None:
    assert "Taken down by" not in page(console, "contribution", ID)
    other = leave("5" * 16, ContributionKind.IDEA, by_team=True)
    assert "the team of the station, for somebody who is not named" in page(console, "contribution", other.record_id)


def test_what_needs_a_person_stands_on_the_first_page(console: Hub) -> None:
    leave("1" * 16, ContributionKind.QUESTION, receiver="city", days_ago=40)
    shown = page(console, "home")
    assert "1 contribution was not looked at in time" in shown
    assert "1 promised answer is overdue" in shown
    make_account("beirat", Role.DISTRICT_COUNCIL, by="test", now=timezone.now(), reach=["K"])
    OneTimePassword.objects.all().delete()
    console.client.force_login(User.objects.get(username="beirat"))
    shown = page(console, "home")
    assert "1 promised answer is overdue" in shown
    assert "not looked at in time" not in shown, "a council takes no looks"
