"""Seeing what comes in the house, as a task of a visit."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.dates import presenter
from kiosk.dates.steps import DatesStep
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.privacy import Overheard, as_it_is
from kiosk.session.session import Step
from kiosk.session.task import Task, Work
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Action, DatesView

OVERHEARD: Overheard = {DatesView: as_it_is}


class Dates(Task):
    """See what comes in the house."""

    views = presenter.VIEWS
    accent = "projects"
    overheard = OVERHEARD

    def small_ways(self, scene: Scene) -> Sequence[Action]:
        """One, where anything is announced."""
        way = presenter.home_action(scene)
        return (way,) if way else ()

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:  # noqa: ARG002  from everywhere
        """Show the page."""
        if not isinstance(intent, intents.OpenDates):
            return None
        work.session.path = (VisitStep.HOME, DatesStep.DATES)
        return NOTHING
