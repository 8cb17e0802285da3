"""Looking up a code, as a task of a visit."""

from __future__ import annotations

from kiosk.lookup import actions, presenter
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent


class Lookup(Task):
    """Ask what became of a ballot or a report."""

    views = {Step.LOOK_UP: presenter.look_up_view, Step.ANSWER: presenter.answer_view}  # noqa: RUF012

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Type a code, read what is known."""
        session = work.session
        match step, intent:
            case _, intents.OpenLookUp():
                actions.open_look_up(session)
            case Step.LOOK_UP, intents.TypeCode(text):
                return actions.type_code(session, text)
            case Step.LOOK_UP, intents.LookUp():
                return actions.look_up(session, equipment=work.equipment)
            case Step.ANSWER, intents.Continue():
                self.leave(session)
                session.path = flow.HOME
            case _:
                return None
        return NOTHING

    def leave(self, session: Session) -> None:
        """A code that was answered is forgotten."""
        if Step.ANSWER in session.path:
            actions.forget(session)
