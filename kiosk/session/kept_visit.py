"""What the team has begun for somebody else, as bytes and back: to be put aside, and gone on with later. No files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from kiosk.event_log import KioskEvent
from kiosk.session import flow
from kiosk.session.task import Task, Work
from sync.protocol.encoding import canonical_json, parse_json_object
from sync.station.kept_drafts import KeptDraft
from sync.station.outbox import NotStored


class Drafts(Protocol):
    """Where drafts are kept, sealed: ``sync.station.kept_drafts.KeptDrafts``."""

    def new_name(self) -> str:
        """A name for a draft begun today."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep a draft in place of what was kept under its name; on disk when this returns. Raises NotStored."""

    def read_all(self) -> list[KeptDraft]:
        """Those that can be opened, the oldest first."""

    def drop(self, name: str) -> None:
        """It was sent, or is not wanted any more."""

    def drop_all(self) -> None:
        """None is wanted any more."""


class KeptVisit:
    """One such visit; under ``name`` if it was put aside before."""

    def __init__(self, work: Work, tasks: Sequence[Task], drafts: Drafts, *, name: str = "") -> None:
        self._work = work
        self._tasks = tasks
        self._drafts = drafts
        self._name = name

    def keep(self) -> bool:
        """Keep what is unfinished as it is now; where nothing is (any more), nothing is kept. False: no room."""
        session = self._work.session
        unfinished = [task for task in self._tasks if task.is_unfinished(session)]
        if not unfinished:
            self.drop()
            return True
        drafts = {task.word: task.put_aside(session) for task in unfinished}
        words = next((words for task in unfinished if (words := task.words_of_draft(session))), "")
        self._name = self._name or self._drafts.new_name()
        kept = {"language": session.language, "words": words, "drafts": drafts}
        try:
            self._drafts.keep(self._name, canonical_json(kept))
        except NotStored as error:
            self._work.equipment.note(KioskEvent.NOT_STORED, error)
            return False
        return True

    def drop(self) -> None:
        """It was sent, or is not wanted any more."""
        if self._name:
            self._drafts.drop(self._name)
        self._name = ""

    def take_up(self, data: bytes) -> None:
        """Go on with what was kept, as far as this version can read it."""
        session = self._work.session
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            kept = parse_json_object(data)
            session.language = str(kept["language"])
            for task in self._tasks:
                if task.word in kept["drafts"]:
                    task.take_up(kept["drafts"][task.word], self._work)
        session.path = next((task.resume(self._work) for task in self._tasks if task.is_unfinished(session)), flow.HOME)


def words_of(data: bytes) -> str:
    """What was written in it; empty where nothing was."""
    with suppress(ValueError, KeyError):
        return str(parse_json_object(data)["words"])
    return ""
