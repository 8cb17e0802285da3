"""Trying the station out, as a task of a visit."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.practice import presenter, rules
from kiosk.practice.privacy import OVERHEARD
from kiosk.practice.state import Exercise, PracticeState
from kiosk.practice.steps import PracticeStep
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Action


class Practice(Task):
    """Learn how it works. The exercise itself is a visit within the visit: ``kiosk.visit`` leads through it."""

    views = presenter.VIEWS
    accent = "practice"
    overheard = OVERHEARD

    def small_ways(self, scene: Scene) -> Sequence[Action]:
        """One, always."""
        return (presenter.home_action(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Choose what to practise."""
        session = work.session
        match step, intent:
            case _, intents.OpenPractice():
                session.path = (VisitStep.HOME, PracticeStep.PRACTICE)
            case PracticeStep.PRACTICE | PracticeStep.PRACTICE_DONE, intents.Practise(what) if what in list(Exercise):
                session.path = (VisitStep.HOME, PracticeStep.PRACTICE)
                session.states[PracticeState] = PracticeState(Exercise(what))
                offer = rules.offer_for_practice(work.offer, work.equipment.today())
                session.of(PracticeState).session = rules.begin(Exercise(what), session, offer=offer)
            case _:
                return None
        return NOTHING

    def leave(self, session: Session) -> None:
        """What was practised is forgotten."""
        session.states.pop(PracticeState, None)
