"""Every registered task has all its parts, and a new one needs nothing but its folder and its line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from random import Random
from typing import get_args, get_type_hints

import pytest

from accessibility.profile import Profile
from kiosk.devtools.samples import sample_views
from kiosk.screens import registered_screens, screen_name
from kiosk.session import flow
from kiosk.session.context import Equipment
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.privacy import as_it_is
from kiosk.session.session import Session
from kiosk.session.task import Task
from kiosk.tasks import TASKS
from kiosk.texts import FOLDER, Texts, UnknownTextError
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import Choice, DescriptionView, GoodbyeView, HomeView, UnfinishedView, View, VoteView
from kiosk.visit import Visit
from sync.protocol.languages import LANGUAGES
from tests.kits.station_twin import NOON, Kit
from tests.kits.visit_paths import GARDEN
from tests.kits.wishing.intents import OpenWish
from tests.kits.wishing.rules import WishingState, WishingStep
from tests.kits.wishing.task import Wishing

KIOSK = FOLDER.parent


@cache
def sampled() -> set[type[View]]:
    """The views of which there is a sample."""
    return {type(view) for view in sample_views("de", Profile()).values()}


def missing_parts(task: Task, kit: Kit) -> list[str]:
    """What a task lacks, in words; nothing when it is whole."""
    return [*_missing_modules(task), *_missing_of_steps(task), *_missing_words(task, kit), *_missing_ways(task)]


def _missing_modules(task: Task) -> Iterator[str]:
    folder = type(task).__module__.rpartition(".")[0]
    for part in ("rules", "presenter"):
        if find_spec(folder) is None or find_spec(f"{folder}.{part}") is None:
            yield f"the module {part}"


def _missing_of_steps(task: Task) -> Iterator[str]:
    for step in type(next(iter(task.views))):
        if step not in task.views:
            yield f"a view of {step}"
    for step, show in task.views.items():
        told = get_type_hints(show)["return"]
        for view in get_args(told) or (told,):
            if registered_screens().get(screen_name(view)) is not view:
                yield f"a screen of {step}"
            if not any(issubclass(sample, view) for sample in sampled()):
                yield f"a sample of {step}"
            if view not in task.overheard:
                yield f"what is overheard of {step}"


def _missing_words(task: Task, kit: Kit) -> Iterator[str]:
    assert kit.conductor.offer is not None
    for language in LANGUAGES:
        words = Texts(language.code)
        session = Session(language.code, "D", path=flow.HOME)
        scene = Scene(session, words, kit.conductor.offer, "D", NOON, NOON.date(), kit.idle, tasks=(task,))
        for tile in task.tiles(scene):
            if not (tile.title and tile.about and (KIOSK / "pictograms" / f"{tile.pictogram}.svg").exists()):
                yield f"a tile in {language.code}"
        for step in task.views:
            try:
                task.help_at(step, words)
            except UnknownTextError:
                yield f"help at {step} in {language.code}"
        if _can_be_unfinished(task) and not task.unfinished_sentence(words):
            yield f"what is unfinished in {language.code}"


def _missing_ways(task: Task) -> Iterator[str]:
    if _can_be_unfinished(task):
        for way in ("is_under_way", "resume"):
            if getattr(type(task), way) is getattr(Task, way):
                yield way


def _can_be_unfinished(task: Task) -> bool:
    return type(task).is_unfinished is not Task.is_unfinished


@pytest.mark.parametrize("task", TASKS, ids=lambda task: type(task).__name__)
def test_every_registered_task_has_all_its_parts(task: Task, kit: Kit):
    assert missing_parts(task, kit) == []


def test_every_folder_of_a_task_has_its_line():
    folders = {path.parent.name for path in KIOSK.glob("*/task.py")} - {"session"}
    assert folders == {type(task).__module__.split(".")[1] for task in TASKS}


def test_no_two_tasks_share_a_step_and_all_agree_on_what_is_overheard():
    steps = [*map(str, VisitStep), *(str(step) for task in TASKS for step in task.views)]
    assert len(steps) == len(set(steps))
    agreed = {view: hush for task in TASKS for view, hush in task.overheard.items()}
    assert all(task.overheard.items() <= agreed.items() for task in TASKS)


# --- a task that lacks something is noticed ---------------------------------------------------------------------------


class NewView(View):
    """No screen draws it."""


def new_view(scene: Scene) -> NewView:
    raise NotImplementedError


def spoilt(**changes: object) -> Task:
    """A task that is whole but for these changes."""
    return type("Spoilt", (Wishing,), {"__module__": Wishing.__module__, **changes})()


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"__module__": "tests.kits.nowhere.task"}, ["the module rules", "the module presenter"]),
        ({"views": {WishingStep.WISH: Wishing.views[WishingStep.WISH]}}, ["a view of wish_taken"]),
        (
            {"views": {**Wishing.views, WishingStep.WISH_TAKEN: new_view}},
            [f"{part} of wish_taken" for part in ("a screen", "a sample", "what is overheard")],
        ),
        ({"overheard": {GoodbyeView: as_it_is}}, ["what is overheard of wish"]),
        ({"tiles": lambda *_: [Choice(OpenWish(), "A wish")]}, [f"a tile in {one.code}" for one in LANGUAGES]),
        ({"help_at": Task.help_at}, [f"help at {step} in {one.code}" for one in LANGUAGES for step in WishingStep]),
        ({"unfinished_sentence": lambda *_: ""}, [f"what is unfinished in {one.code}" for one in LANGUAGES]),
        ({"resume": Task.resume}, ["resume"]),
    ],
)
def test_a_part_that_is_missing_is_named(changes: dict[str, object], missing: list[str], kit: Kit):
    assert missing_parts(spoilt(**changes), kit) == missing


# --- a new task: a folder and a line ----------------------------------------------------------------------------------


class Guest:
    """A visit at a station that has one task more."""

    def __init__(self, kit: Kit) -> None:
        assert kit.conductor.offer is not None
        equipment = Equipment(
            outbox=kit.outbox,
            registers=kit.station.registers,
            now=kit.station.now,
            dated=lambda: kit.station.dated(None),
            zone=None,
            random=Random(1),
            note=lambda *_: None,
            idle=kit.idle,
        )
        self.session = Session("en", "D", path=flow.HOME)
        self.visit = Visit(self.session, offer=kit.conductor.offer, equipment=equipment, tasks=(*TASKS, Wishing()))

    def ask(self, *wishes: wish.Intent) -> View:
        for intent in wishes:
            self.visit.answer(intent)
        return self.visit.view()


@pytest.fixture
def guest(kit: Kit) -> Guest:
    return Guest(kit)


def tile_of(view: View, intent: wish.Intent):
    assert isinstance(view, HomeView)
    return next(tile for tile in view.tiles if tile.intent == intent)


def test_it_is_offered_done_and_over(guest: Guest):
    assert tile_of(guest.visit.view(), OpenWish()).title == "A wish"
    view = guest.ask(OpenWish())
    assert isinstance(view, DescriptionView)
    assert guest.ask(wish.Describe("a"), wish.Continue()).notice
    taken = guest.ask(wish.Describe("A bench"), wish.Continue())
    assert isinstance(taken, GoodbyeView)
    assert (taken.frame.back, guest.ask(wish.Back())) == (None, taken)
    assert tile_of(guest.ask(wish.Home()), OpenWish()).note == ""
    guest.ask(wish.EndVisit())
    assert guest.visit.ended


def test_help_and_all_aids_leave_it_as_it_is(guest: Guest):
    written = guest.ask(OpenWish(), wish.Describe("A bench"))
    assert guest.ask(wish.OpenHelp()).sentences[0] == "Write what should be better."
    assert guest.ask(wish.Continue()) == written
    assert guest.ask(wish.OpenSignVideo()) == written
    assert guest.ask(wish.ChooseLanguage("de")).text == "A bench"


def test_left_unfinished_it_is_named_beside_others_and_found_again(guest: Guest):
    guest.ask(OpenWish(), wish.Describe("A bench"))
    assert tile_of(guest.ask(wish.Home()), OpenWish()).note
    alone = guest.ask(wish.EndVisit())
    assert (type(alone), alone.headline) == (UnfinishedView, "Your wish is not sent yet")
    assert isinstance(guest.ask(wish.KeepGoing()), DescriptionView)
    guest.ask(*GARDEN, wish.Choose("play"), wish.Home())
    both = guest.ask(wish.EndVisit())
    assert both.explanation.startswith("Your wish is not sent yet\n")
    assert isinstance(guest.ask(wish.KeepGoing()), VoteView)  # what was begun in the order of the registry
    guest.ask(OpenWish(), wish.EndVisit())
    assert isinstance(guest.ask(wish.KeepGoing()), DescriptionView)  # or where the person was
    guest.ask(wish.EndVisit(), wish.ThrowAway())
    assert guest.visit.ended


def test_nothing_of_it_is_left_after_the_visit(guest: Guest):
    guest.ask(OpenWish(), wish.Describe("A bench"))
    assert guest.session.of(WishingState).text == "A bench"
    guest.session.wipe(language="de")
    assert guest.session == Session(language="de", district="")
