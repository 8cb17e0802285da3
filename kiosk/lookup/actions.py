"""What a person does while looking up a code, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from kiosk.lookup import rules
from kiosk.lookup.rules import LookupCodeRefused
from kiosk.lookup.state import LookupState
from kiosk.lookup.steps import LookupStep
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.session import Session


def open_look_up(session: Session) -> None:
    """Ask for a code."""
    session.path = (VisitStep.HOME, LookupStep.LOOK_UP)


def type_code(session: Session, text: str) -> Notice:
    """This is the whole code so far."""
    session.of(LookupState).typed_code = rules.clean_code(text)
    return NOTHING


def look_up(session: Session, *, equipment: Equipment) -> Notice:
    """On to the answer, if what was typed can be a code."""
    state = session.of(LookupState)
    try:
        code = rules.read_code(state.typed_code)
    except LookupCodeRefused as refused:
        return Notice(f"look_up.problem.{refused.reason.value}")
    state.typed_code = code.code
    state.finding = rules.look_up(code, registers=equipment.registers, today=equipment.today())
    session.path = flow.go(session.path, LookupStep.ANSWER)
    return NOTHING


def forget(session: Session) -> None:
    """The code was answered and is of no more use."""
    session.states.pop(LookupState, None)
