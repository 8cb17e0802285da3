"""Somebody helps a person at the screen: whose turn it is, and what the one who helps may see and do. State and rules.

Together they go everywhere but where an answer stands that is nobody else's. There the person is alone with the screen,
or the screen is covered, and the answer is heard and given with keys by whoever wears the headphones. What was chosen
is seen again only by who knows the number that the person has picked before the helper came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.session import Session
from kiosk.session.task import Task
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent

NUMBERS = range(1, 10)
"""One of these is easily kept in mind for some minutes."""

MOST_WRONG = 2
"""With so many wrong numbers the answers are gone: whoever tries on has nothing to see."""


class Turn(Enum):
    """Who has the screen."""

    NOBODY_HELPS = "nobody_helps"
    BOTH = "both"
    """The helper looks on: no answer is shown, and none can be changed."""
    PERSON = "person"
    """The person alone: everything is shown."""
    LISTENER = "listener"
    """The screen is covered; who wears the headphones hears and answers with keys."""


@dataclass
class Helper:
    """What is known in a visit of the help. Of who helps, nothing."""

    turn: Turn = Turn.NOBODY_HELPS
    number: int = 0
    """What the person has picked, 0 for nothing."""
    wrong: int = 0
    came: bool = False
    """Somebody has helped in this visit."""


def answers_stand_at(session: Session, tasks: Sequence[Task]) -> bool:
    """True where the visit is at a page with answers that are nobody else's."""
    return any(session.step in task.secret for task in tasks)


def has_answers(session: Session, tasks: Sequence[Task]) -> bool:
    """True while such an answer is given and not yet on its way."""
    return any(task.secret and task.is_unfinished(session) for task in tasks)


def is_covered(session: Session, tasks: Sequence[Task]) -> bool:
    """True while the page is not to be seen."""
    return session.of(Helper).turn in (Turn.BOTH, Turn.LISTENER) and answers_stand_at(session, tasks)


def may_answer(session: Session, tasks: Sequence[Task], *, in_private: bool) -> bool:
    """False for whoever cannot know what is answered there. ``in_private``: headphones are plugged in."""
    if not is_covered(session, tasks):
        return True
    return session.of(Helper).turn is Turn.LISTENER and in_private


def settle_turn(session: Session, tasks: Sequence[Task], *, in_private: bool) -> None:
    """After every act: once nothing is left that only the person may see, both have the screen again."""
    helper = session.of(Helper)
    is_among_answers = any(step in task.secret for task in tasks for step in session.path)
    stays = {
        Turn.LISTENER: in_private and is_among_answers,
        Turn.PERSON: is_among_answers or has_answers(session, tasks),
    }
    if not stays.get(helper.turn, True):
        helper.turn = Turn.BOTH


def answer(session: Session, intent: Intent, tasks: Sequence[Task], *, in_private: bool) -> Notice | None:
    """Do what was asked for about the help. What to tell the person; None when it is about something else."""
    helper = session.of(Helper)
    match intent:
        case intents.CallHelper():
            return _call(session, helper, tasks)
        case intents.EndHelp() if helper.turn is Turn.PERSON or not has_answers(session, tasks):
            helper.turn, helper.number = Turn.NOBODY_HELPS, 0
            _leave_help(session)
        case intents.TakeScreen() if is_covered(session, tasks):
            return _take_screen(session, helper, tasks)
        case intents.ListenAlone() if is_covered(session, tasks) and in_private:
            helper.turn = Turn.LISTENER
        case intents.PickNumber(number) if session.step is VisitStep.OWN_NUMBER and number in NUMBERS:
            return _pick(session, helper, number, tasks)
        case intents.ForgetNumber() if session.step is VisitStep.OWN_NUMBER and helper.number:
            return _empty(session, helper, tasks)
        case _:
            return None
    return NOTHING


def _leave_help(session: Session) -> None:
    if session.step is VisitStep.HELP:
        session.path = flow.done(session.path)


def _call(session: Session, helper: Helper, tasks: Sequence[Task]) -> Notice:
    _leave_help(session)
    if helper.turn in (Turn.NOBODY_HELPS, Turn.PERSON) and has_answers(session, tasks):
        helper.number, helper.wrong = 0, 0
        session.path = flow.go(session.path, VisitStep.OWN_NUMBER)
        return NOTHING
    helper.turn, helper.came = Turn.BOTH, True
    return NOTHING if is_covered(session, tasks) else Notice("helper.called")


def _take_screen(session: Session, helper: Helper, tasks: Sequence[Task]) -> Notice:
    if not has_answers(session, tasks):
        helper.turn = Turn.PERSON
        return NOTHING
    if not helper.number:
        return _empty(session, helper, tasks)
    session.path = flow.go(session.path, VisitStep.OWN_NUMBER)
    return NOTHING


def _pick(session: Session, helper: Helper, number: int, tasks: Sequence[Task]) -> Notice:
    if not helper.number:
        helper.number, helper.turn, helper.came = number, Turn.BOTH, True
    elif number == helper.number:
        helper.number, helper.wrong, helper.turn = 0, 0, Turn.PERSON
    else:
        helper.wrong += 1
        if helper.wrong >= MOST_WRONG:
            return _empty(session, helper, tasks)
        return Notice("helper.number.wrong")
    session.path = flow.back(session.path)
    return NOTHING


def _empty(session: Session, helper: Helper, tasks: Sequence[Task]) -> Notice:
    """Nobody knows who asks to see the answers: they are gone, and the person begins them anew."""
    if session.step is VisitStep.OWN_NUMBER:
        session.path = flow.back(session.path)
    for task in tasks:
        task.forget_answers(session)
    helper.number, helper.wrong, helper.turn = 0, 0, Turn.PERSON
    return Notice("helper.emptied")
