"""The station behind a preview: the content of a hub as it would be with what is being written, on a day of its choice.

It lies in memory and stores nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from kiosk.devtools.sample_station import SampleStation
from sync.protocol.centre_dates import CentreCalendar
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.key_list import KeyList, ListedKey
from sync.protocol.keys import OpenKey
from sync.protocol.participation_codes import ListInMemory
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.shifts import Shift
from sync.protocol.surveys.survey import Survey

Drafts = Mapping[str, Any]
"""Path in the content (``polls/garden.json``) to the value that stands there while somebody writes it."""

T = TypeVar("T")


@dataclass(frozen=True)
class DraftedContent:
    """A folder of content in which drafts take the place of files. Keys open nothing worth opening."""

    folder: Path
    drafts: Drafts
    keys: Mapping[str, OpenKey]
    as_of: date

    @classmethod
    def of(cls, folder: Path, drafts: Drafts, as_of: date) -> Self:
        """With new keys."""
        return cls(folder, drafts, {name: OpenKey.generate() for name in ("seal", "mix", "tally")}, as_of)

    def path_of(self, target: str) -> Path:
        """Where a file lies. Raises KeyError when there is none."""
        place = self.folder / target
        if not place.is_file():
            raise KeyError(target)
        return place

    def read(self, target: str) -> bytes:
        """The bytes of a file, or of the draft in its place. Raises KeyError when there is none."""
        if target in self.drafts:
            return canonical_json(self.drafts[target])
        try:
            return (self.folder / target).read_bytes()
        except OSError as error:
            raise KeyError(target) from error

    def read_file(self, target: str) -> bytes:
        """The same. Raises OSError when there is none."""
        try:
            return self.read(target)
        except KeyError as error:
            raise FileNotFoundError(target) from error

    def polls(self) -> list[Poll]:
        """All polls, with counting keys."""
        keys = {name: self.keys[name].public.jwk for name in ("mix", "tally")}
        return list(self._each("polls", lambda wire: Poll.from_wire(wire | {"keys": keys})))

    def projects(self) -> list[Project]:
        """All projects."""
        return list(self._each("projects", Project.from_wire))

    def calendars(self) -> list[CentreCalendar]:
        """All calendars of centres."""
        return list(self._each("dates", CentreCalendar.from_wire))

    def surveys(self) -> list[Survey]:
        """All surveys."""
        return list(self._each("surveys", Survey.from_wire))

    def shifts(self) -> list[Shift]:
        """None: who attends is not shown in any preview."""
        return []

    def code_list(self, _poll_id: str) -> ListInMemory:
        """A list without any code."""
        return ListInMemory(b"")

    def keylist(self) -> KeyList:
        """One sealing key."""
        return KeyList((ListedKey("seal", self.keys["seal"].public.jwk, datetime.min.replace(tzinfo=UTC)),))

    def _each(self, folder: str, read: Callable[[dict[str, Any]], T]) -> Iterable[T]:
        """What can be read of one kind. What cannot is left out, as stations leave it out."""
        files = {f"{folder}/{path.name}" for path in (self.folder / folder).glob("*.json")}
        for target in sorted(files | {path for path in self.drafts if path.startswith(f"{folder}/")}):
            with suppress(Refused, KeyError, TypeError, ValueError):
                yield read(json.loads(self.read(target)))


class PreviewStation(SampleStation):
    """A station in one district at one moment, with drafted content; one of ``stations``, where some are named."""

    def __init__(
        self,
        content: DraftedContent,
        *,
        district: str,
        now: datetime,
        warning: EmergencyNotice | None = None,
        stations: Sequence[str] = (),
    ) -> None:
        super().__init__({}, now=now)
        self.district, self.name = district, next(iter(stations), "")
        self._content, self._warning = content, warning

    def package(self) -> DraftedContent:  # type: ignore[override]
        """The drafted content."""
        return self._content

    def warning(self) -> EmergencyNotice | None:  # type: ignore[override]
        """What everybody is warned of."""
        return self._warning
