"""Projects and promises in the content source: every mistake is named where it stands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.protocol.projects import Project, ProjectPhase
from tests.hub.content.test_source import change, complaints

GARDEN, CYCLE, MARKET = "projects/garten-nordwest.json", "projects/radweg-dierkow.json", "polls/neuer-markt.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_CONTENT, tmp_path / "content"))


def test_the_default_content_has_projects_in_every_phase_of_interest() -> None:
    projects = [Project.from_wire(wire) for wire in load_source(DEFAULT_CONTENT).projects.values()]
    assert len(projects) == 4
    phases = {start.phase for project in projects for start in project.phases}
    assert phases >= {ProjectPhase.IDEA, ProjectPhase.POLL, ProjectPhase.DECISION, ProjectPhase.DONE}
    assert any(project.outcome for project in projects)
    assert {update.taken_up for project in projects for update in project.updates} == {None, True, False}


def test_a_project_may_be_in_german_only(folder: Path) -> None:
    def only_german(project: Any) -> None:
        project["title"] = {"de": "Der Garten"}
        project["facts"] = [{"de": fact["de"]} for fact in project["facts"]]

    change(folder, GARDEN, only_german)
    assert load_source(folder).projects["garten-nordwest"]["title"] == {"de": "Der Garten"}


def test_projects_are_published_as_they_stand(folder: Path) -> None:
    published = json.loads(load_source(folder).targets()[GARDEN])
    assert published == json.loads((folder / GARDEN).read_text("utf-8"))


@pytest.mark.parametrize(
    ("file", "mutate", "complaint"),
    [
        (GARDEN, lambda one: one["title"].pop("de"), f"{GARDEN}: title.de is missing"),
        (GARDEN, lambda one: one["facts"].pop(), f"{GARDEN}: facts: the list has 2 entries, at least 3 are expected"),
        (
            GARDEN,
            lambda one: one["facts"].append(one["facts"][0]),
            f"{GARDEN}: facts: the list has 4 entries, at most 3 are expected",
        ),
        (GARDEN, lambda one: one.update(id="garden"), f"{GARDEN}: id: the id must be the name of the file"),
        (GARDEN, lambda one: one.update(polls=["no-poll"]), f"{GARDEN}: polls[0]: there is no poll 'no-poll'"),
        (GARDEN, lambda one: one.update(districts=["Z"]), f"{GARDEN}: districts[0]: there is no district 'Z'"),
        (GARDEN, lambda one: one.update(districts=["C", "C"]), f"{GARDEN}: districts: a district is named twice"),
        (GARDEN, lambda one: one.update(place=[13.4, 52.5]), f"{GARDEN}: place: the place is not inside the box of"),
        (GARDEN, lambda one: one.update(cost_euro=-1), f"{GARDEN}: cost_euro: the number is -1, at least 0 is"),
        (GARDEN, lambda one: one.update(paper="2026 BV 12"), f"{GARDEN}: paper: the address of a council paper"),
        (
            GARDEN,
            lambda one: one["pictures"][0].update(file="pictures/none.svg"),
            f"{GARDEN}: pictures[0].file: there is no file 'pictures/none.svg'",
        ),
        (GARDEN, lambda one: one["pictures"][0]["shows"].pop("de"), f"{GARDEN}: pictures[0].shows.de is missing"),
        (GARDEN, lambda one: one.update(budget=3), f"{GARDEN}: budget is not known here"),
        (GARDEN, lambda one: one["phases"].reverse(), f"{GARDEN}: phases[1].phase: decision comes before building"),
        (
            GARDEN,
            lambda one: one["phases"][1].update(begins="2026-01-01"),
            f"{GARDEN}: phases[1].begins: it begins on 2026-01-01, before the phase before it",
        ),
        (GARDEN, lambda one: one.update(phases=[]), f"{GARDEN}: phases: the list has 0 entries, at least 1"),
        (GARDEN, lambda one: one.update(outcome={"de": "Da."}), f"{GARDEN}: outcome: what changed can be said once"),
        (
            GARDEN,
            lambda one: one["updates"][0].update(taken_up=True),
            f"{GARDEN}: updates[0]: whether it was taken up and the reason belong together",
        ),
        (
            GARDEN,
            lambda one: one["updates"][0].update(answers=["neuer-markt"]),
            f"{GARDEN}: updates[0].answers[0]: the poll 'neuer-markt' is not one of this project",
        ),
        (
            CYCLE,
            lambda one: one.update(polls=["garten-nordwest"]),
            f"{CYCLE}: polls[0]: the poll 'garten-nordwest' belongs to garten-nordwest already",
        ),
        (MARKET, lambda poll: poll.pop("promise"), f"{MARKET}: promise is missing"),
        (MARKET, lambda poll: poll.update(promise={}), f"{MARKET}: promise: a poll says who answers and by when"),
        (MARKET, lambda poll: poll["promise"].pop("by"), f"{MARKET}: promise.by is missing"),
        (MARKET, lambda poll: poll["promise"]["who"].pop("vi"), f"{MARKET}: promise.who.vi is missing"),
        (
            MARKET,
            lambda poll: poll["promise"].update(by="2027-06-30"),
            f"{MARKET}: promise: the answer is promised by 2027-06-30, but the poll is open until 2027-06-30",
        ),
        (
            MARKET,
            lambda poll: poll["promise"].update(waived=poll["title"]),
            f"{MARKET}: promise: either who answers by when is said, or why nobody does",
        ),
    ],
)
def test_a_mistake_is_named_where_it_stands(
    folder: Path, file: str, mutate: Callable[[Any], object], complaint: str
) -> None:
    change(folder, file, mutate)
    assert any(line.startswith(complaint) for line in complaints(folder)), complaints(folder)
