"""A task is something a person can do in a visit: its steps, what it answers, and what of it is unfinished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from kiosk.session.context import Equipment, Notice
from kiosk.session.flow import Path
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import View


@dataclass(frozen=True)
class Work:
    """What a task works on: the visit so far, what the station offers, and what it works with."""

    session: Session
    offer: Offer
    equipment: Equipment


class Task:
    """One kind of thing to do. Registered by a line in ``kiosk.tasks``."""

    views: ClassVar[Mapping[Step, Callable[[Scene], View]]]
    """The steps of the task, and what shows each."""

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Do what was asked for. What to tell the person; None when the intent is none of this task's."""
        raise NotImplementedError

    def is_unfinished(self, session: Session) -> bool:  # noqa: ARG002
        """True when ending now would throw something of this task away."""
        return False

    def unfinished_sentence(self, words: Texts) -> str:  # noqa: ARG002
        """What would be thrown away, in one sentence; empty where nothing can be."""
        return ""

    def is_under_way(self, path: Path) -> bool:  # noqa: ARG002
        """True on a path that leads through what can be left unfinished: whoever keeps going stays there."""
        return False

    def resume(self, session: Session, offer: Offer) -> Path:  # noqa: ARG002
        """The path that leads back to what is unfinished."""
        return session.path

    def leave(self, session: Session) -> None:
        """The person goes to the first page: forget what is of no more use."""
