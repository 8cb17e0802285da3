"""A task is something a person can do in a visit: its steps, what it answers, and what of it is unfinished."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

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


class Task(ABC):
    """One kind of thing to do. Registered by a line in ``kiosk.tasks``."""

    views: ClassVar[Mapping[Step, Callable[[Scene], View]]]
    """The steps of the task, and what shows each."""
    accent: ClassVar[str] = ""
    """Its colour: a key of ``Palette.tasks``; empty for none of its own."""
    overheard: ClassVar[Overheard]
    """What everybody may hear of each of these views (R41)."""

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """The ways to it from the home page; none when there is nothing to do."""
        return ()

    def small_ways(self, scene: Scene) -> Sequence[Action]:
        """Smaller ways to it, below the tiles of the home page."""
        return ()

    @abstractmethod
    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Do what was asked for, and go where it leads. What to tell the person; None when it is not for this task."""

    def help_at(self, step: Step, words: Texts) -> str:
        """What a person is told who asks for help at a step."""
        return words.text(f"help.at.{step.value}")

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

    # --- what would be lost if the visit ended -----------------------------------------------------------------------

    def is_unfinished(self, session: Session) -> bool:
        """True when ending now would throw something of this task away."""
        return False

    def unfinished_sentence(self, words: Texts) -> str:
        """What would be thrown away."""
        raise NotImplementedError

    def is_under_way(self, path: Path) -> bool:
        """True on a path that leads through what can be left unfinished: whoever keeps going stays there."""
        return False

    def resume(self, work: Work) -> Path:
        """The path that leads back to what is unfinished."""
        raise NotImplementedError
