"""One visit: what one person has chosen and entered so far. Kept in memory only, wiped when the visit ends.

Holds no rule. The ways are in ``flow``, what is allowed and what follows is in the rules of each task.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from accessibility.profile import Profile
from kiosk.session.findings import Finding

if TYPE_CHECKING:
    from sync.protocol.polls.kinds import Answer
    from sync.protocol.records import Record

REPORT = ""
"""Stands for the report where polls are named."""


class Step(StrEnum):
    """A place in a visit. Each task has steps of its own; those of no task are ``flow.VisitStep``."""


class Paper(Enum):
    """How far a receipt is on its way to paper."""

    NONE = "none"
    COMING = "coming"
    OUT = "out"


@dataclass(frozen=True)
class Draft:
    """A defect report being written. ``point`` is (longitude, latitude) in degrees; None until a district is known."""

    category: str = ""
    district: str = ""
    point: tuple[float, float] | None = None
    description: str = ""

    @property
    def begun(self) -> bool:
        """True once the person has said anything for it."""
        return self != Draft()


@dataclass(frozen=True)
class Sealed:
    """An act ready to be stored: nobody here can read it any more. ``code`` is its tracker or report number."""

    record: Record
    code: str


@dataclass
class Session:
    """One person's time at the station."""

    language: str
    district: str
    profile: Profile = field(default_factory=Profile)
    path: tuple[Step, ...] = ()
    """The steps taken, the present one last."""
    poll: str = ""
    """The poll being answered."""
    codes: dict[str, str] = field(default_factory=dict)
    """Poll to the participation code as far as it is typed, letters and digits alone; gone once the ballot is cast."""
    marks: dict[str, str] = field(default_factory=dict)
    """Poll to the mark of its code, once that was found to be right."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """Poll to the answer so far, not yet cast; an empty one is not begun."""
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Poll to the order in which this visit sees its options."""
    cast: frozenset[str] = frozenset()
    """Polls in which this visit has cast its ballot."""
    draft: Draft = field(default_factory=Draft)
    code: str = ""
    """The tracker or report number on the receipt being shown, empty otherwise."""
    typed_code: str = ""
    """The code to look up, as far as it is typed, without its groups."""
    finding: Finding | None = None
    """What was found about it."""
    paper: Paper = Paper.NONE
    """What became of printing it."""
    sealed: dict[str, Sealed] = field(default_factory=dict)
    """Acts that were sealed but not stored, by poll (a report: ``REPORT``), until their answers change."""
    entered: bool = False
    """True once the person has entered anything: from then on the visit is given more time (R60)."""

    @property
    def step(self) -> Step:
        """Where the visit is now."""
        return self.path[-1]

    @property
    def open_ballots(self) -> tuple[str, ...]:
        """Polls with an answer that is not cast."""
        return tuple(poll for poll, answer in self.answers.items() if answer)

    def wipe(self, *, language: str) -> None:
        """Forget everything; what is left is a visit that has not begun, in the station's own language."""
        vars(self).update(vars(Session(language=language, district="")))
