"""One visit: what one person has chosen and entered so far. Kept in memory only, wiped when the visit ends.

Holds no rule. The ways are in ``flow``, what is allowed and what follows is in the rules of each task.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from accessibility.profile import Profile

if TYPE_CHECKING:
    from sync.protocol.records import Record

S = TypeVar("S")


class Step(StrEnum):
    """A place in a visit. Each task has steps of its own; those of no task are ``flow.VisitStep``."""


class ReceiptPaper(Enum):
    """How far a receipt is on its way to paper."""

    NONE = "none"
    COMING = "coming"
    OUT = "out"


@dataclass(frozen=True)
class Sealed:
    """An act ready to be stored: nobody here can read it any more. ``code`` is its tracker or report number."""

    record: Record
    code: str
    second_code: str = ""
    """What a report is withdrawn with."""
    inner: bytes = b""
    """The inner envelope of a ballot that is counted at this station, too."""


@dataclass
class Session:
    """One person's time at the station."""

    language: str
    district: str
    profile: Profile = field(default_factory=Profile)
    path: tuple[Step, ...] = ()
    """The steps taken, the present one last."""
    code: str = ""
    """The tracker or report number on the receipt being shown, empty otherwise."""
    proof: str = ""
    """What proves the tracker on the receipt; empty where nothing does."""
    second_code: str = ""
    """What the report on the receipt is withdrawn with."""
    paper: ReceiptPaper = ReceiptPaper.NONE
    """What became of printing the receipt."""
    by_team: bool = False
    """The team of the station takes something down for somebody else."""
    by_learner: bool = False
    """Somebody of the team learns how a visit goes: nothing of it is stored, and every page says so."""
    untouched: bool = True
    """True until the person does anything but touch the greeting: only such a visit ends by itself."""
    states: dict[type[Any], Any] = field(default_factory=dict)
    """What the person has chosen and entered for each task, by the class in which the task keeps it."""

    @property
    def is_of_team(self) -> bool:
        """It is the team's, and nobody's visit: it is not counted."""
        return self.by_team or self.by_learner

    @property
    def step(self) -> Step:
        """Where the visit is now."""
        return self.path[-1]

    def of(self, kind: type[S]) -> S:
        """What the task that keeps it in this class has been told; at first what the class is made with."""
        state: S = self.states.setdefault(kind, kind())
        return state

    def wipe(self, *, language: str) -> None:
        """Forget everything; what is left is a visit that has not begun, in the station's own language."""
        vars(self).update(vars(Session(language=language, district="")))
