"""Leaving a wish, as a task of a visit."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Continue, Describe, Intent
from kiosk.viewmodel.views import Choice
from tests.kits.wishing import presenter
from tests.kits.wishing.intents import OpenWish
from tests.kits.wishing.rules import WishingState, WishingStep, is_wish


class Wishing(Task):
    """Leave a wish for the city."""

    views = presenter.VIEWS
    overheard = presenter.OVERHEARD

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        return (presenter.home_tile(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        session = work.session
        match step, intent:
            case _, OpenWish():
                session.path = (*flow.HOME, WishingStep.WISH)
            case WishingStep.WISH, Describe(text):
                session.of(WishingState).text = text
            case WishingStep.WISH, Continue():
                if not is_wish(session.of(WishingState).text):
                    return Notice("report.problem.too_long", 3)
                session.states.pop(WishingState)
                session.path = flow.end(WishingStep.WISH_TAKEN)
            case _:
                return None
        return NOTHING

    def help_at(self, step: Step, words: Texts) -> str:
        return "Write what should be better." if step is WishingStep.WISH else "Nothing is left to do."

    def is_unfinished(self, session: Session) -> bool:
        return bool(session.of(WishingState).text)

    def unfinished_sentence(self, words: Texts) -> str:
        return "Your wish is not sent yet"

    def is_under_way(self, path: flow.Path) -> bool:
        return WishingStep.WISH in path

    def resume(self, work: Work) -> flow.Path:
        return (*flow.HOME, WishingStep.WISH)
