"""The question at the end of some visits, as a task that nobody opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.event_log import KioskEvent
from kiosk.moods import presenter, rules
from kiosk.moods.privacy import OVERHEARD
from kiosk.moods.state import MoodState
from kiosk.moods.steps import MoodStep
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import Path
from kiosk.session.frame import Scene
from kiosk.session.helper import Helper, Turn
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.viewmodel.intents import Intent, Rate
from kiosk.viewmodel.views import Choice, View
from sync.protocol.polls.scale import SCALES
from sync.protocol.surveys.questions import ONLY, SCALE_OF


class Moods(Task):
    """How are you?"""

    views = presenter.VIEWS
    overheard = OVERHEARD
    is_counted = False

    def tiles(self, _scene: Scene) -> Sequence[Choice]:
        """None: chance asks, so that nobody comes to press faces."""
        return ()

    def before_end(self, work: Work) -> Path | None:
        """At most once in a visit, not before somebody who helps, and not when somebody was asked a short while ago."""
        state, equipment = work.session.of(MoodState), work.equipment
        is_helped = work.session.of(Helper).turn is not Turn.NOBODY_HELPS
        if state.question or is_helped or not equipment.asking.may_ask():
            return None
        bank = [one for one in work.offer.bank.values() if work.offer.is_shown(one, work.here)]
        asked = rules.draw_question(bank, random=equipment.random)
        if asked is None:
            return None
        equipment.asking.note_asked()
        state.question = asked.id
        return flow.end(MoodStep.MOOD)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """One touch."""
        if step is not MoodStep.MOOD or not isinstance(intent, Rate) or intent.option != ONLY:
            return None
        state = work.session.of(MoodState)
        asked = work.offer.bank[state.question]
        if state.answered or intent.number not in SCALES[SCALE_OF[asked.asks]]:
            return NOTHING
        equipment = work.equipment
        is_stored = rules.store_answer(
            asked,
            intent.number,
            district=work.here,
            day=equipment.dated().day,
            key=work.offer.seal_key(equipment.now()),
            outbox=equipment.outbox,
        )
        if not is_stored:
            equipment.note(KioskEvent.NOT_STORED)
            return Notice("mood.not_stored")
        state.answered = True
        return NOTHING

    def ends_visit(self, session: Session) -> bool:
        """The answer was the last act."""
        return session.of(MoodState).answered

    def first_views(self, scene: Scene) -> Iterable[View]:
        """Every question of the bank."""
        return presenter.first_views(scene)
