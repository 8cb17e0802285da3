"""Seeing what goes on, as a task of a visit."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.projects import actions, presenter
from kiosk.projects.privacy import OVERHEARD
from kiosk.projects.state import ProjectsState
from kiosk.projects.steps import ProjectsStep
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Choice


class Projects(Task):
    """See what is coming, take part, and learn what became of it."""

    accent = "projects"
    views = presenter.VIEWS
    overheard = OVERHEARD

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """One, always."""
        return (presenter.home_tile(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Choose a district, a project, and from its page a poll."""
        session, offer, equipment = work.session, work.offer, work.equipment
        match step, intent:
            case _, intents.OpenProjects():
                actions.open_projects(session, equipment=equipment)
            case _, intents.OpenProject(project):
                actions.open_project(session, project, offer=offer, equipment=equipment)
            case _, intents.OpenOutcome(poll):
                actions.open_outcome(session, poll, offer=offer, equipment=equipment)
            case ProjectsStep.PROJECTS, intents.OpenDistricts():
                session.path = flow.go(session.path, ProjectsStep.PROJECT_DISTRICTS)
            case ProjectsStep.PROJECTS, intents.OpenProjectMap():
                session.path = flow.go(session.path, ProjectsStep.PROJECT_MAP)
            case ProjectsStep.PROJECTS | ProjectsStep.PROJECT_DISTRICTS, intents.ChooseCity():
                actions.choose_district(session, "")
            case ProjectsStep.PROJECT_DISTRICTS, intents.ChooseDistrict(district) if district in offer.districts:
                actions.choose_district(session, district)
            case ProjectsStep.PROJECT, intents.TakePart(poll):
                return actions.take_part(session, poll, offer=offer, equipment=equipment)
            case _:
                return None
        return NOTHING

    def leave(self, session: Session) -> None:
        """The district that was looked at is no longer of use; what a person votes for stays as it is."""
        session.states.pop(ProjectsState, None)
