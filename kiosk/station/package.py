"""What the station reads of a content package. Whoever hands one over has verified it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from sync.protocol.centre_dates import CentreCalendar
from sync.protocol.key_list import KeyList
from sync.protocol.participation_codes import CodeList
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.shifts import Shift
from sync.protocol.surveys.survey import Survey


class Package(Protocol):
    """A whole, verified content package: ``sync.station.content_store.ContentPackage``."""

    @property
    def as_of(self) -> date:
        """The last day on which the hub confirmed it."""

    def read(self, target: str, /) -> bytes:
        """The bytes of a file. Raises KeyError when there is none."""

    def path_of(self, target: str, /) -> Path:
        """Where a file lies, for what is too large to be read. Raises KeyError when there is none."""

    def polls(self) -> list[Poll]:
        """All polls this program can read."""

    def projects(self) -> list[Project]:
        """All projects this program can read."""

    def calendars(self) -> list[CentreCalendar]:
        """All calendars of centres this program can read."""

    def surveys(self) -> list[Survey]:
        """All surveys this program can read."""

    def shifts(self) -> list[Shift]:
        """All shifts of attendants this program can read."""

    def code_list(self, poll_id: str, /) -> CodeList:
        """The participation codes of a poll. Raises KeyError when there are none."""

    def keylist(self) -> KeyList:
        """The hub's public keys."""
