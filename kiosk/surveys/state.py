"""What a person has answered to a survey in one visit. Holds no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.media.state import Enclosures
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Sealed, Session
from sync.protocol.contributions import Released
from sync.protocol.polls.kinds import Answer
from sync.protocol.records import Record

ALOUD = "*"
"""In the place of an answer that was said aloud: something was answered, and nobody knows what."""


@dataclass
class SurveyState:
    """The survey being answered, and what was answered so far."""

    survey: str = ""
    at: str = ""
    """The id of the question being shown."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """Question to its answer; an empty one is none. Gone when another survey is opened."""
    enclosed: Enclosures = field(default_factory=Enclosures)
    """What was said aloud to the question that can be answered so."""
    aloud: str = ""
    """The id of that question; empty where there is none."""
    sealed_aloud: Sealed | None = None
    """The same, sealed but not stored, until it changes."""
    voices: tuple[Released, ...] = ()
    """What others have said aloud to this survey, as far as it is released."""
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Question to the order in which this visit sees its options."""
    paused: frozenset[str] = frozenset()
    """Questions whose break was shown."""
    sealed: list[Record] = field(default_factory=list)
    """What was sealed but not all stored, until an answer changes."""
    sent: frozenset[str] = frozenset()
    """Surveys that this visit has sent."""
    details: dict[str, DetailsAsked] = field(default_factory=dict)
    """Question to what was asked about the words that answer it."""

    @property
    def has_answers(self) -> bool:
        """Something would be lost."""
        return any(self.answers.values()) or self.enclosed.spoken is not None

    @property
    def given(self) -> Mapping[str, Answer]:
        """The answers, with something in the place of what was said aloud: what is asked next follows from both."""
        return self.answers | ({self.aloud: ALOUD} if self.enclosed.spoken is not None else {})


def enclosed_in(session: Session) -> Enclosures:
    """What was said aloud in this visit and is not sent."""
    return session.of(SurveyState).enclosed


def enclose(session: Session, enclosed: Enclosures) -> None:
    """This is what was said aloud from now on."""
    state = session.of(SurveyState)
    state.enclosed, state.sealed_aloud = enclosed, None
