"""What a person has answered to a survey in one visit. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.protocol.polls.kinds import Answer
from sync.protocol.records import Record


@dataclass
class SurveyState:
    """The survey being answered, and what was answered so far."""

    survey: str = ""
    at: str = ""
    """The id of the question being shown."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """Question to its answer; an empty one is none. Gone when another survey is opened."""
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Question to the order in which this visit sees its options."""
    paused: frozenset[str] = frozenset()
    """Questions whose break was shown."""
    sealed: list[Record] = field(default_factory=list)
    """What was sealed but not all stored, until an answer changes."""
    sent: frozenset[str] = frozenset()
    """Surveys that this visit has sent."""

    @property
    def has_answers(self) -> bool:
        """Something would be lost."""
        return any(self.answers.values())
