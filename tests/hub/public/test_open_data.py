"""Open data: what anybody takes away can be counted again, tells of nobody, and is found by portals and readers."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import override_settings

from sync.hub.config import HubConfigError, load_hub_config
from sync.hub.contributions.services import redact_contribution, review_contribution
from sync.hub.counting.recount import main
from sync.hub.entries.models import ReviewState
from sync.hub.public.open_data import COUNT_AGAIN, has_small
from sync.hub.reports.reviewing import set_review
from sync.hub.worker.announce import tell_stations
from tests.hub.console.test_reach_page import fill as tell_of_visits
from tests.hub.counting.test_publishing_results import cast, count, log, publish
from tests.kits.csv_on_the_web import csvw_faults
from tests.kits.hub import Hub

NUMBER = "4711181501234567"


def fetch(hub: Hub, name: str) -> HttpResponse:
    response: HttpResponse = hub.client.get(f"/public/data/{name}")
    assert response.status_code == 200, name
    return response


def tell(hub: Hub) -> None:
    tell_stations(hub.folder, log_at_once=True, now=datetime.now(UTC))


def counted(hub: Hub, *votes: int) -> None:
    poll = publish(hub, "single")
    cast(hub, poll, [[option.id] for option, most in zip(poll.options, votes, strict=False) for _ in range(most)])
    log(hub)
    count(hub)
    call_command("publish_result", "over")
    tell(hub)


def test_anybody_counts_a_poll_again_from_its_files(hub: Hub, tmp_path: Path) -> None:
    counted(hub, 9, 6, 5)
    with zipfile.ZipFile(io.BytesIO(fetch(hub, "polls/over.zip").content)) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "taken")
    assert {"LICENCE.txt", "result-told.json", "result-told.csv", "result-told.csv-metadata.json"} < names
    assert main([str(tmp_path / "taken" / COUNT_AGAIN)]) == 0
    first = fetch(hub, "polls/over/result.json")
    log(hub)
    tell(hub)
    again = hub.client.get("/public/data/polls/over/result.json", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert again.status_code == 304, "they stay the same, however the log grows"
    feed = ElementTree.fromstring(hub.client.get("/public/en/feed.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert "Result: The north side of Neuer Markt" in [entry.findtext(f"{atom}title") for entry in entries]
    days = [str(entry.findtext(f"{atom}updated")) for entry in entries]
    assert days == sorted(days, reverse=True)


def test_a_number_of_few_people_stands_in_no_file(hub: Hub) -> None:
    counted(hub, 9, 6, 3)
    told = csv.DictReader(io.StringIO(fetch(hub, "polls/over/result-told.csv").content.decode()), delimiter=";")
    assert {row["ballots"] for row in told} == {"9", ""}
    figures = csv.DictReader(io.StringIO(fetch(hub, "polls/over/figures.csv").content.decode()), delimiter=";")
    numbers = {row["figure"]: row["number"] for row in figures}
    assert numbers["counts/meeting-place"] == "" == numbers["counts/market-hall"], "nor what it follows from"
    assert not {"1", "2", "3", "4", "6"} & set(numbers.values())
    published = json.loads(fetch(hub, "polls/over/result.json").content)
    assert published["figures"]["counts"]["meeting-place"] is None
    assert not has_small(published["figures"])


@pytest.mark.parametrize(
    ("figures", "small"), [({"counts": {"a": 5, "b": 0}}, False), ({"rounds": [{"out": [], "left": 4}]}, True)]
)
def test_a_small_number_is_found_however_deep(figures: Any, small: bool) -> None:
    assert has_small(figures) is small


def test_entries_are_there_once_they_are_released_as_they_were_released(hub: Hub) -> None:
    now, station = datetime.now(UTC), hub.enrolled_station()
    idea = station.contribution(NUMBER, text="=Frau Meier will Bänke", topic="green")
    shy, report = station.contribution("4711181501234568", text="Noch nicht gesehen"), station.report("Meine Laterne")
    hub.accept(station.batch([idea, shy, report]), now=now)
    hub.work()
    because = {"because": "ein Name", "by": "test", "now": now, "seen": 0}
    redact_contribution(idea.id, "=[…] will Bänke", **because)
    review_contribution(idea.id, ReviewState.APPROVED, note="", by="test", now=now, seen=1)
    set_review(report.id, ReviewState.APPROVED, note="", by="test", now=now, seen=0)
    tell(hub)
    ideas = fetch(hub, "contributions.csv").content.decode()
    rows = [*csv.DictReader(io.StringIO(ideas), delimiter=";")]
    assert [(row["text"], row["district_name"]) for row in rows] == [("'=[…] will Bänke", "Kröpeliner-Tor-Vorstadt")]
    described = json.loads(fetch(hub, "contributions.csv-metadata.json").content)
    assert [column["name"] for column in described["tableSchema"]["columns"]] == [*rows[0]]
    places = json.loads(fetch(hub, "reports.geojson").content)["features"]
    assert [place["geometry"] for place in places] == [{"type": "Point", "coordinates": [12.13, 54.09]}]
    everything = zipfile.ZipFile(io.BytesIO(fetch(hub, "open-data.zip").content))
    with everything as archive:
        told = b"".join(map(archive.read, archive.namelist())).decode()
    for secret in ("Frau Meier", "Noch nicht gesehen", "Meine Laterne", NUMBER, idea.id, report.id):
        assert secret not in told


def test_told_months_are_given_away_as_they_were_told(hub: Hub) -> None:
    assert hub.client.get("/public/data/indicators.csv").status_code == 404
    first = fetch(hub, "open-data.zip").content
    tell_of_visits(hub)
    rows = [*csv.DictReader(io.StringIO(fetch(hub, "indicators.csv").content.decode()), delimiter=";")]
    numbers = {(row["month"], row["indicator"], row["row"], row["measure"]): row["number"] for row in rows}
    newest = max(row["month"] for row in rows)
    assert numbers[newest, "languages", "uk", "finished"] == "24"
    assert numbers[newest, "aids", "curtain", "finished"] == "", "two people"
    assert "places" not in {row["indicator"] for row in rows}
    described = json.loads(fetch(hub, "indicators.csv-metadata.json").content)
    assert [column["name"] for column in described["tableSchema"]["columns"]] == [*rows[0]]
    with zipfile.ZipFile(io.BytesIO(fetch(hub, "open-data.zip").content)) as archive:
        assert {"LICENCE.txt", "indicators.csv"} <= set(archive.namelist())
    assert fetch(hub, "open-data.zip").content != first
    assert "indicators.csv" in hub.client.get("/public/de/data/").content.decode()


def test_every_table_is_what_its_description_says(hub: Hub) -> None:
    now, station = datetime.now(UTC), hub.enrolled_station()
    idea, report = station.contribution(NUMBER, text='=Mehr; "Bänke"\nbitte', topic="green"), station.report()
    hub.accept(station.batch([idea, report]), now=now)
    hub.work()
    review_contribution(idea.id, ReviewState.APPROVED, note="", by="test", now=now, seen=0)
    set_review(report.id, ReviewState.APPROVED, note="", by="test", now=now, seen=0)
    tell_of_visits(hub)
    counted(hub, 9, 6, 5)
    with zipfile.ZipFile(io.BytesIO(fetch(hub, "open-data.zip").content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    tables = [name for name in files if name.endswith(".csv")]
    assert len(tables) >= 7
    for place in tables:
        folder, _, name = place.rpartition("/")
        beside = {f"{name}{end}": files[f"{place}{end}"] for end in ("", "-metadata.json")}
        assert csvw_faults(name, beside) == [], folder
    assert len(files["reports.csv"].splitlines()) > 1 and len(files["contributions.csv"].splitlines()) > 1


def test_the_citys_app_is_told_what_the_pages_tell(hub: Hub) -> None:
    counted(hub, 9, 6, 3, 3)
    told = json.loads(fetch(hub, "app.json").content)
    (poll,) = [one for one in told["polls"] if one["id"] == "over"]
    assert poll["result"]["ballots"] == 21
    assert [figure["ballots"] for figure in poll["result"]["figures"]][:4] == [9, 6, None, None]
    assert {"de", "ar"} <= set(told["languages"])
    for one in (*told["projects"], *told["polls"]):
        assert hub.client.get(f"/public/de/{one['page']}").status_code == 200
        if one.get("picture"):
            assert hub.client.get(f"/public/{one['picture']['picture']}").status_code == 200


def test_a_portal_finds_every_file_by_the_catalogue(hub: Hub) -> None:
    counted(hub, 9, 6, 5)
    graph = json.loads(fetch(hub, "catalogue.jsonld").content)["@graph"]
    files = [node for node in graph if node["@type"] == "dcat:Distribution"]
    assert len(files) > 10
    for node in files:
        assert node["dct:license"] == {"@id": "http://dcat-ap.de/def/licenses/cc-zero"}
        fetch(hub, node["dcat:downloadURL"]["@id"].partition("/public/data/")[2])
    by_kind = {str(node["@type"]): {*node} for node in graph}
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"} <= by_kind["dcat:Catalog"]
    assert {"dct:title", "dct:description", "dct:publisher", "dct:identifier"} <= by_kind["dcat:Dataset"]
    assert {"dcat:accessURL", "dcat:downloadURL", "dct:license", "dct:format"} <= by_kind["dcat:Distribution"]
    (publisher,) = [node for node in graph if "foaf:Agent" in node["@type"]]
    assert publisher["foaf:name"] == "Rostock"
    assert all(node["dct:publisher"] == {"@id": publisher["@id"]} for node in graph if "dct:publisher" in node)
    named = {one["@id"] for node in graph for one in node.get("dcat:dataset", node.get("dcat:distribution", ()))}
    assert named == {node["@id"] for node in graph if str(node["@type"]) in {"dcat:Dataset", "dcat:Distribution"}}


def test_a_licence_that_asks_for_the_name_of_the_city_has_it(hub: Hub) -> None:
    named = "dcatde:licenseAttributionByText"
    for licence, told in (("cc-by/4.0", {"Rostock"}), ("dl-by-de/2.0", {"Rostock"}), ("dl-zero-de/2.0", {None})):
        with override_settings(HUB_CONFIG=dataclasses.replace(hub.config, open_data_licence=licence)):
            graph = json.loads(fetch(hub, "catalogue.jsonld").content)["@graph"]
        assert {node.get(named) for node in graph if node["@type"] == "dcat:Distribution"} == told


def test_a_licence_that_no_portal_knows_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text('open_data_licence = "mine"\n', "utf-8")
    with pytest.raises(HubConfigError, match="open_data_licence"):
        load_hub_config(file)
