"""The views of practising, and how every page of an exercise says what it is. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.practice.state import Exercise, PracticeState
from kiosk.practice.steps import PracticeStep
from kiosk.session.frame import Scene, frame
from kiosk.session.session import Step
from kiosk.texts import Texts
from kiosk.viewmodel.intents import OpenPolls, OpenPractice, OpenReport, Practise
from kiosk.viewmodel.views import Action, Choice, PracticeDoneView, PracticeView, View

PICTOGRAMS = {Exercise.VOTE: "vote", Exercise.REPORT: "report"}
_IN_EARNEST = {Exercise.VOTE: OpenPolls(), Exercise.REPORT: OpenReport()}


def home_action(scene: Scene) -> Action:
    """The way to practising."""
    return Action(
        OpenPractice(), scene.texts.text("home.practice"), "touch", name=scene.texts.text("home.practice.name")
    )


def practice_view(scene: Scene) -> PracticeView:
    """What can be practised."""
    words = scene.texts
    return PracticeView(
        frame=frame(scene),
        headline=words.text("practice.headline"),
        explanation=words.text("practice.explanation"),
        choices=tuple(
            Choice(
                Practise(exercise.value),
                words.text(f"practice.{exercise.value}"),
                words.text(f"practice.{exercise.value}.about"),
                PICTOGRAMS[exercise],
            )
            for exercise in Exercise
        ),
    )


def practice_done_view(scene: Scene) -> PracticeDoneView:
    """Praise, that nothing of it counts, and what could come next."""
    words, done = scene.texts, scene.session.of(PracticeState).exercise
    other = next(exercise for exercise in Exercise if exercise is not done)
    return PracticeDoneView(
        frame=frame(scene),
        headline=words.text("practice_done.headline"),
        explanation=words.text(f"practice_done.{done.value}"),
        choices=_again(words)
        if scene.session.by_learner
        else (
            Choice(_IN_EARNEST[done], words.text(f"practice_done.{done.value}.real"), pictogram=PICTOGRAMS[done]),
            Choice(Practise(done.value), words.text("practice_done.again"), pictogram="touch"),
            Choice(Practise(other.value), words.text(f"practice.{other.value}"), pictogram=PICTOGRAMS[other]),
        ),
    )


def _again(words: Texts) -> tuple[Choice, ...]:
    """Whoever learns goes on learning."""
    return tuple(
        Choice(_IN_EARNEST[exercise], words.text(f"practice.{exercise.value}"), pictogram=PICTOGRAMS[exercise])
        for exercise in Exercise
    )


def as_practice(view: View, words: Texts) -> View:
    """The view with what it is before everything else, seen and heard."""
    return replace(view, headline=words.text("practice.page", headline=view.headline))


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    PracticeStep.PRACTICE: practice_view,
    PracticeStep.PRACTICE_DONE: practice_done_view,
}
"""What shows each step."""
