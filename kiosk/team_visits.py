"""The visits that are nobody's: the team takes something down for somebody else, or learns how a visit goes."""

from __future__ import annotations

from kiosk.practice.exercises import EXERCISES
from kiosk.practice.rules import equipment_for_practice, offer_for_practice
from kiosk.session import flow
from kiosk.session.context import Equipment
from kiosk.session.kept_visit import Drafts
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.tasks import FOR_ANOTHER
from kiosk.visit import Visit


def visit_for_another(
    offer: Offer, equipment: Equipment, *, language: str, district: str, drafts: Drafts, name: str
) -> Visit:
    """Begins anew, or goes on with the draft of this name."""
    session = Session(language, district, path=flow.HOME, by_team=True)
    draft = next((draft for draft in drafts.read_all() if draft.name == name), None)
    return Visit(session, offer=offer, equipment=equipment, tasks=FOR_ANOTHER, drafts=drafts, draft=draft)


def learning_visit(offer: Offer, equipment: Equipment, *, language: str, district: str) -> Visit:
    """From the choice of a language on, with nothing that could be stored."""
    session = Session(language, district, path=flow.BEGIN, by_learner=True)
    of_nothing = offer_for_practice(offer, equipment.today())
    return Visit(session, offer=of_nothing, equipment=equipment_for_practice(equipment), tasks=EXERCISES)
