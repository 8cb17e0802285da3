"""Content that is for some districts or stations is shown there and nowhere else; what names none, everywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.reporting.finding import categories_like
from kiosk.station.catalogue import Offer, read_offer
from kiosk.station.station import StationFile
from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from sync.protocol.emergency_notice import FILE_NAME, EmergencyNotice
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from tests.kits.content import Keys, MemoryPackage, content_files
from tests.kits.kiosk_station import give_announcements, make_station
from tests.kits.station_twin import Kit, Seconds

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTICE = EmergencyNotice({"de": "Sturmflut"}, {"de": "Bleiben Sie weg."}, NOON + timedelta(hours=6))
TARGETS = [
    ({}, True),
    ({"districts": ["D"]}, True),
    ({"stations": ["SBZ Test"]}, True),
    ({"districts": ["A", "D"], "stations": ["SBZ Test", "Bus"]}, True),
    ({"districts": ["A"]}, False),
    ({"stations": ["Bus"]}, False),
    ({"districts": ["D"], "stations": ["Bus"]}, False),
    ({"districts": ["A"], "stations": ["SBZ Test"]}, False),
]
"""Of the station ``SBZ Test`` in the district D: what is named, and whether it shows it."""


@pytest.mark.parametrize(("target", "is_shown"), TARGETS)
def test_a_station_shows_a_warning_that_is_for_it_alone(
    tmp_path: Path, keys: Keys, target: dict[str, list[str]], is_shown: bool
) -> None:
    config = make_station(tmp_path, keys)
    own = {"SBZ Test": "SBZ"}  # what the station in the folder is called
    notice = replace(NOTICE, **{member: tuple(own.get(one, one) for one in names) for member, names in target.items()})
    give_announcements(config, {FILE_NAME: notice.to_bytes()}, staged=tmp_path / "staged")
    station = StationFile(config, monotonic=Seconds(), clock=lambda: NOON)
    assert (station.name, station.district) == ("SBZ", "D")
    assert (station.warning() == notice) is is_shown
    station.close()


@pytest.mark.parametrize("districts", ["D", [1], {"D": 1}, None])
def test_a_warning_whose_target_cannot_be_read_is_none(districts: object) -> None:
    wire = json.loads(NOTICE.to_bytes()) | {"districts": districts}
    with pytest.raises(Refused):
        EmergencyNotice.from_bytes(canonical_json(wire))


def test_a_warning_for_everybody_is_written_as_ever() -> None:
    assert json.loads(NOTICE.to_bytes()).keys() == {"headline", "text", "until"}


def kit_with(path: str, value: Any) -> Kit:
    kit = Kit(keys=Keys())
    kit.station.content = MemoryPackage({**content_files(Keys()), path: canonical_json(value)})
    kit.station.content_name = "second"
    kit.wait(1)
    return kit


def content(path: str) -> Any:
    return json.loads(content_files(Keys())[path])


def offer_of(kit: Kit) -> Offer:
    assert kit.conductor.offer is not None
    return kit.conductor.offer


def titles(view: Any) -> set[str]:
    return {choice.title for choice in view.choices}


@pytest.mark.parametrize(("target", "is_shown"), TARGETS)
def test_signposts_categories_topics_and_questions_at_the_end_are_shown_where_they_are_for(
    target: dict[str, list[str]], is_shown: bool
) -> None:
    posts = content("signposts.json")
    posts[0] |= {"districts": [], **target}
    kit = kit_with("signposts.json", posts)
    kit.at_home()
    assert (posts[0]["title"]["de"] in titles(kit.ask(wish.OpenReport(), wish.OpenSignposts()))) is is_shown

    categories = content("categories.json")
    categories[0] |= target
    title = categories[0]["title"]["de"]
    kit = kit_with("categories.json", categories)
    kit.at_home()
    assert (title in titles(kit.ask(wish.OpenReport()))) is is_shown
    found = categories_like(title, offer_of(kit), language="de", district="D")
    assert (categories[0]["id"] in found) is is_shown
    assert categories[0]["id"] in offer_of(kit).reportable, "what was reported elsewhere keeps its name"

    dialogue = content("dialogue.json")
    dialogue["topics"][0] |= target
    kit = kit_with("dialogue.json", dialogue)
    kit.at_home()
    view = kit.ask(say.OpenContribute(), say.BeginContribution("idea"))
    assert (dialogue["topics"][0]["title"]["de"] in titles(view)) is is_shown
    assert dialogue["topics"][1]["title"]["de"] in titles(view)

    bank = content("question_bank.json")
    bank[0] |= target
    offer = offer_of(kit_with("question_bank.json", bank))
    assert offer.is_shown(offer.bank[bank[0]["id"]], "D") is is_shown


@pytest.mark.parametrize(("target", "is_shown"), TARGETS)
def test_a_project_is_listed_and_on_the_map_where_it_is_for(target: dict[str, list[str]], is_shown: bool) -> None:
    path = "projects/neuer-markt.json"
    project = content(path) | {"districts": [], **target}
    kit = kit_with(path, project)
    kit.at_home()
    view = kit.ask(wish.OpenProjects())
    listed = [one.intent for group in view.groups for one in group.choices]
    assert (wish.OpenProject("neuer-markt") in listed) is is_shown
    marks = kit.ask(wish.OpenProjectMap()).marks
    assert (project["id"] in {mark.project for mark in marks}) is is_shown


def test_a_poll_of_a_project_for_other_stations_stands_alone_and_its_promise_is_still_answered() -> None:
    path = "projects/neuer-markt.json"
    project = content(path) | {"stations": ["Bus"]}
    offer = read_offer(MemoryPackage({**content_files(Keys()), path: canonical_json(project)}))
    assert offer.at("SBZ Test").project_of(project["polls"][0]) == offer.projects["neuer-markt"]
