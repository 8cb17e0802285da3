"""Looking up a code, as a task of a visit."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.lookup import actions, presenter
from kiosk.lookup.privacy import OVERHEARD
from kiosk.lookup.steps import LookupStep
from kiosk.media import scanning
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Choice


class Lookup(Task):
    """Ask what became of a ballot or a report."""

    views = presenter.VIEWS
    accent = "lookup"
    overheard = OVERHEARD

    captures = frozenset({LookupStep.SCAN_SLIP})

    def attend(self, work: Work) -> None:
        """Take over the slip that the camera has read."""
        actions.take_scanned(work.session, equipment=work.equipment)

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """One, always."""
        return (presenter.home_tile(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Type a code, read what is known."""
        session = work.session
        match step, intent:
            case _, intents.OpenLookUp():
                actions.open_look_up(session)
            case LookupStep.LOOK_UP, intents.TypeCode(text):
                return actions.type_code(session, text)
            case LookupStep.LOOK_UP, intents.OpenScanner():
                return actions.open_scanner(session)
            case LookupStep.SCAN_SLIP, _:
                return scanning.answer_scan(session, intent, work.equipment.capture)
            case LookupStep.LOOK_UP, intents.LookUp():
                return actions.look_up(session, equipment=work.equipment)
            case LookupStep.ANSWER, intents.SayNotInOrder():
                return actions.say_not_in_order(session, offer=work.offer, equipment=work.equipment)
            case LookupStep.ANSWER, intents.SayMissing():
                return actions.say_missing(session, offer=work.offer, equipment=work.equipment)
            case LookupStep.ANSWER, intents.OpenWithdraw():
                actions.open_withdraw(session)
            case LookupStep.WITHDRAW, intents.TypeCode(text):
                return actions.type_second_code(session, text)
            case LookupStep.WITHDRAW, intents.Withdraw():
                return actions.withdraw(session, offer=work.offer, equipment=work.equipment)
            case LookupStep.ANSWER | LookupStep.WORD_KEPT, intents.Continue():
                self.leave(session)
                session.path = flow.HOME
            case _:
                return None
        return NOTHING

    def leave(self, session: Session) -> None:
        """A code that was answered is forgotten."""
        if {LookupStep.ANSWER, LookupStep.WORD_KEPT} & set(session.path):
            actions.forget(session)
