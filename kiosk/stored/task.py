"""Reading what is stored, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.privacy import Overheard, as_it_is
from kiosk.session.session import Step
from kiosk.session.task import Task, Work
from kiosk.stored import presenter
from kiosk.stored.rules import topics
from kiosk.stored.state import StoredState
from kiosk.stored.steps import StoredStep
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Action, StoredAboutView, StoredView, View

OVERHEARD: Overheard = {StoredView: as_it_is, StoredAboutView: as_it_is}


class Stored(Task):
    """Ask what is stored here."""

    views = presenter.VIEWS
    overheard = OVERHEARD

    def small_ways(self, scene: Scene) -> Sequence[Action]:
        """One, always."""
        return (presenter.home_action(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Show what there is, by what the station knows now; and one of it."""
        session = work.session
        match step, intent:
            case _, intents.OpenStored():
                session.of(StoredState).use = work.equipment.registers.data_use()
                session.path = (VisitStep.HOME, StoredStep.STORED)
            case StoredStep.STORED, intents.OpenStoredAbout(topic) if topic in topics():
                session.of(StoredState).topic = topic
                session.path = flow.go(session.path, StoredStep.STORED_ABOUT)
            case _:
                return None
        return NOTHING

    def first_views(self, scene: Scene) -> Iterable[View]:
        """What there is."""
        return (presenter.stored_view(scene),)
