"""The view of the question at the end of a visit. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kiosk.moods.state import MoodState
from kiosk.moods.steps import MoodStep
from kiosk.session.frame import Scene, frame
from kiosk.session.session import Step
from kiosk.texts import Texts
from kiosk.viewmodel.intents import EndVisit, Rate
from kiosk.viewmodel.views import Action, Choice, MoodView, View
from sync.protocol.polls.scale import SCALES
from sync.protocol.surveys.questions import ONLY, SCALE_OF, Asks, BankQuestion


def mood_view(scene: Scene) -> MoodView:
    """The question and its scale: one touch answers it and ends the visit."""
    words, asked = scene.texts, question_of(scene)
    explanation = [words.text("mood.scale")] if asked.asks is Asks.SATISFACTION else []
    skip = Action(EndVisit(), words.text("mood.skip"), "end-visit")
    return MoodView(
        frame=replace(frame(scene, main=skip), end=None),
        headline=words.content(asked.question),
        explanation="\n".join([*explanation, words.text("mood.explanation")]),
        notice=scene.notice,
        choices=tuple(_choice(words, asked.asks, number) for number in SCALES[SCALE_OF[asked.asks]]),
    )


def question_of(scene: Scene) -> BankQuestion:
    """The question of this visit."""
    return scene.offer.bank[scene.session.of(MoodState).question]


def first_views(scene: Scene) -> Iterator[View]:
    """Every question of the bank."""
    for question in scene.offer.bank:
        scene.session.states[MoodState] = MoodState(question)
        yield mood_view(scene)


def _choice(words: Texts, asks: Asks, number: int) -> Choice:
    if asks is Asks.SATISFACTION:
        return Choice(Rate(ONLY, number), str(number))
    happiness = asks is Asks.HAPPINESS
    face = words.text(f"mood.happiness.{number}") if happiness else words.text(f"vote.face.{number}")
    return Choice(Rate(ONLY, number), face, pictogram=f"face-{number}")


VIEWS: Mapping[Step, Callable[[Scene], View]] = {MoodStep.MOOD: mood_view}
"""What shows each step."""
