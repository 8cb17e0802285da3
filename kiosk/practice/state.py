"""What a person practises in one visit. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.session.session import Session


class Exercise(StrEnum):
    """What can be practised."""

    VOTE = "vote"
    REPORT = "report"


@dataclass
class PracticeState:
    """The exercise that goes on or was done last; ``session`` is a visit of its own, None while nothing is practised.

    What is entered there never meets what the person has entered in earnest.
    """

    exercise: Exercise = Exercise.VOTE
    session: Session | None = None
