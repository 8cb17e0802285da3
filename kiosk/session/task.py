"""A task is something a person can do in a visit: its steps, what it answers, and what of it is unfinished."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kiosk.session.context import Equipment, Notice
from kiosk.session.flow import Path
from kiosk.session.frame import Scene
from kiosk.session.privacy import Overheard
from kiosk.session.session import Session, Step
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Action, Choice, View


@dataclass(frozen=True)
class Work:
    """What a task works on: the visit so far, what the station offers, and what it works with."""

    session: Session
    offer: Offer
    equipment: Equipment
    here: str = ""
    """The district the station stands in."""


class Task(ABC):
    """One kind of thing to do. Registered by a line in ``kiosk.tasks``."""

    views: ClassVar[Mapping[Step, Callable[[Scene], View]]]
    """The steps of the task, and what shows each."""
    accent: ClassVar[str] = ""
    """Its colour: a key of ``Palette.tasks``; empty for none of its own."""
    captures: ClassVar[frozenset[Step]] = frozenset()
    """The steps at which camera or microphone may be in use; everywhere else they rest."""
    secret: ClassVar[frozenset[Step]] = frozenset()
    """The steps with answers that are nobody else's: who helps does not see them, and cannot give any."""
    overheard: ClassVar[Overheard]
    """What everybody may hear of each of these views (R41)."""

    is_counted: ClassVar[bool] = True
    """The day's count of visits tells in how many it was done."""

    @property
    def word(self) -> str:
        """What it is called where visits are counted."""
        return type(self).__name__.lower()

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """The ways to it from the home page; none when there is nothing to do."""
        return ()

    def small_ways(self, scene: Scene) -> Sequence[Action]:
        """Smaller ways to it, below the tiles of the home page."""
        return ()

    @abstractmethod
    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Do what was asked for, and go where it leads. What to tell the person; None when it is not for this task."""

    def attend(self, work: Work) -> None:  # noqa: B027
        """Take over what camera or microphone have brought at one of ``captures``."""

    def step_back(self, step: Step, work: Work) -> bool:
        """Go back within this step. False: there is nothing to go back to in it."""
        return False

    def help_at(self, step: Step, words: Texts) -> str:
        """What a person is told who asks for help at a step."""
        return words.text(f"help.at.{step.value}")

    def asks_children(self, session: Session, offer: Offer) -> bool:
        """True where what is on the display now is asked of children: it speaks to them."""
        return False

    def leave(self, session: Session) -> None:  # noqa: B027
        """The person goes to the home page: forget what is of no more use."""

    def sign_video(self, step: Step, scene: Scene) -> Mapping[str, str]:
        """Language to film for what is asked at a step; empty without one."""
        return {}

    def first_views(self, scene: Scene) -> Iterable[View]:
        """What it shows of the city's content as everybody first meets it: that can be recorded before anybody comes.

        ``scene`` is of a visit that nobody makes.
        """
        return ()

    def ballots(self, session: Session) -> tuple[int, int]:
        """How many ballots were opened in the visit, and how many of them were not cast."""
        return 0, 0

    # --- the end of a visit ------------------------------------------------------------------------------------------

    def before_end(self, work: Work) -> Path | None:
        """Where the visit goes once more before it ends; None: it may end. Asked of who has opened any task."""
        return None

    def ends_visit(self, session: Session) -> bool:
        """True when what was just done here was the last act of the visit."""
        return False

    # --- what would be lost if the visit ended -----------------------------------------------------------------------

    def is_unfinished(self, session: Session) -> bool:
        """True when ending now would throw something of this task away."""
        return False

    def forget_answers(self, session: Session) -> None:  # noqa: B027
        """Forget what was answered at ``secret`` steps and is not on its way: the person answers anew."""

    def ways_out(self, scene: Scene) -> Sequence[Choice]:
        """What else can be done with what is unfinished, besides going on and throwing it away."""
        return ()

    def unfinished_sentence(self, words: Texts) -> str:
        """What would be thrown away."""
        raise NotImplementedError

    def put_aside(self, session: Session) -> Mapping[str, Any]:
        """What is unfinished, as plain values. Only of what the team takes down for somebody else."""
        raise NotImplementedError

    def take_up(self, plain: Mapping[str, Any], work: Work) -> None:
        """Go on with what was put aside. What the city's content does not know any more is asked anew.

        Raises ValueError, KeyError, TypeError.
        """
        raise NotImplementedError

    def words_of_draft(self, session: Session) -> str:
        """What was written in what is unfinished; empty where nothing was."""
        raise NotImplementedError

    def is_under_way(self, path: Path) -> bool:
        """True on a path that leads through what can be left unfinished: whoever keeps going stays there."""
        return False

    def resume(self, work: Work) -> Path:
        """The path that leads back to what is unfinished."""
        raise NotImplementedError
