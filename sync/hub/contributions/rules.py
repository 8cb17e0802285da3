"""Rules of the dialogue at the hub: until when who answers, and when an idea has enough supports. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sync.protocol.contributions import SUPPORTED, ContributionKind, ContributionState
from sync.protocol.dialogue import Dialogue

DEFAULT_LANGUAGE = "de"
UNANSWERED = frozenset({ContributionKind.OFFER, ContributionKind.SPOKEN_ANSWER})
"""To these nobody has promised an answer."""


@dataclass(frozen=True)
class AnswerDue:
    """Who answers, as people know them, and by which day."""

    responsible: str
    by: date


def answer_due(kind: ContributionKind, receiver: str, *, came_on: date, rules: Dialogue | None) -> AnswerDue | None:
    """What was promised when something was left. None where nothing is promised."""
    if rules is None or kind in UNANSWERED:
        return None
    return _by(rules, receiver if kind is ContributionKind.QUESTION else rules.ideas_answered_by, came_on)


def council_due(*, today: date, rules: Dialogue) -> AnswerDue | None:
    """Who has to say something to an idea with enough supports, and by when."""
    return _by(rules, rules.ideas_before, today)


def has_enough_supports(kind: str, state: str, supports: int, *, rules: Dialogue | None) -> bool:
    """True when it is to be brought before those who decide, and is not there yet."""
    waits = state in {ContributionState.RECEIVED, ContributionState.IN_PROGRESS}
    return rules is not None and kind in SUPPORTED and waits and supports >= rules.supports_needed


def _by(rules: Dialogue, receiver: str, day: date) -> AnswerDue | None:
    found = rules.receivers.get(receiver)
    if found is None:
        return None
    return AnswerDue(found.title[DEFAULT_LANGUAGE], day + timedelta(days=found.answer_days))
