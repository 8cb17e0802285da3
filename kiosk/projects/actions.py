"""What a person does while seeing what goes on, done to the visit. The rules are in ``rules``."""

from __future__ import annotations

from kiosk.contributing.state import ReadingState
from kiosk.projects.rules import Knowledge
from kiosk.projects.state import ProjectsState, Topic
from kiosk.projects.steps import ProjectsStep
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.voting import actions as voting


def open_projects(session: Session, *, equipment: Equipment) -> None:
    """What goes on here, by what the station knows now."""
    _look(session, equipment)
    session.path = (VisitStep.HOME, ProjectsStep.PROJECTS)


def choose_district(session: Session, district: str) -> None:
    """The projects of this district; with an empty one of the whole city."""
    session.of(ProjectsState).district = district
    session.path = flow.go(session.path, ProjectsStep.PROJECTS)


def open_project(session: Session, project: str, *, offer: Offer, equipment: Equipment) -> None:
    """The page of a project."""
    if project in offer.projects:
        _open(session, Topic(project=project), equipment)


def open_outcome(session: Session, poll: str, *, offer: Offer, equipment: Equipment) -> None:
    """What became of a poll: the page of its project, its own where it has none, else everything there is."""
    state = _look(session, equipment)
    knowledge = Knowledge(offer, state.results, state.promises, equipment.today())
    topic = knowledge.topic_of(poll)
    if knowledge.is_known(topic):
        _open(session, topic, equipment)
    else:
        open_projects(session, equipment=equipment)


def take_part(session: Session, poll_id: str, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the question of a poll, as one of those it is for."""
    poll = offer.polls.get(poll_id)
    if poll is None:
        return NOTHING
    if not poll.is_for(session.district):
        session.district = poll.districts[0]
    return voting.open_poll(session, poll_id, offer=offer, equipment=equipment)


def _open(session: Session, topic: Topic, equipment: Equipment) -> None:
    _look(session, equipment).topic = topic
    session.path = flow.go(session.path, ProjectsStep.PROJECT)


def _look(session: Session, equipment: Equipment) -> ProjectsState:
    """Read anew what the station knows, so that a page never tells less than it could."""
    state = session.of(ProjectsState)
    state.results = equipment.registers.results()
    state.promises = {kept.poll: kept for kept in equipment.registers.promises()}
    session.of(ReadingState).released = tuple(equipment.registers.released())
    return state
