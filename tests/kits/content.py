"""The default content as a station has it: with counting keys in its polls and the hub's keys beside them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from sync.protocol.centre_dates import CentreCalendar
from sync.protocol.key_list import KeyList, ListedKey
from sync.protocol.keys import OpenKey
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.participation_codes import ListInMemory, ParticipationCode, list_path, write_list
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.shifts import Shift
from sync.protocol.surveys.survey import Survey

SOURCE = Path(__file__).resolve().parents[2] / "sync" / "hub" / "content" / "default_content"
AS_OF = date(2026, 11, 15)

Entry = TypeVar("Entry", Poll, Project, Survey, CentreCalendar, Shift)


@dataclass
class Keys:
    """The private halves, so that a test can open what the station sealed."""

    seal: OpenKey = field(default_factory=OpenKey.generate)
    mix: OpenKey = field(default_factory=OpenKey.generate)
    tally: OpenKey = field(default_factory=OpenKey.generate)


def content_files(keys: Keys) -> dict[str, bytes]:
    """Path to bytes of a whole package."""
    files = {path.relative_to(SOURCE).as_posix(): path.read_bytes() for path in SOURCE.rglob("*") if path.is_file()}
    for path in [path for path in files if path.startswith("polls/")]:
        poll = json.loads(files[path])
        poll["keys"] = {"mix": keys.mix.public.jwk, "tally": keys.tally.public.jwk}
        files[path] = json.dumps(poll).encode()
    listed = ListedKey("seal", keys.seal.public.jwk, datetime(2026, 1, 1, tzinfo=UTC))
    files["keys.json"] = KeyList((listed,)).to_bytes()
    return files


CODES_AT = {language: f"In the centre ({language})." for language in LANGUAGE_CODES}


def ask_for_codes(files: dict[str, bytes], poll_id: str, codes: Collection[ParticipationCode]) -> dict[str, bytes]:
    """The same package, with a poll that takes these participation codes."""
    path = f"polls/{poll_id}.json"
    poll = json.loads(files[path]) | {"codes": True, "codes_at": CODES_AT}
    listed = write_list([code.entry(poll_id) for code in codes])
    return files | {path: json.dumps(poll).encode(), list_path(poll_id): listed}


def write_content(
    folder: Path, keys: Keys, *, codes: Mapping[str, Collection[ParticipationCode]] | None = None
) -> Path:
    """The package as files in a folder. ``codes``: polls that take participation codes, and which."""
    files = content_files(keys)
    for poll_id, of_poll in (codes or {}).items():
        files = ask_for_codes(files, poll_id, of_poll)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@dataclass(frozen=True)
class MemoryPackage:
    """A content package that lies in memory."""

    files: Mapping[str, bytes]
    as_of: date = AS_OF
    lists: Mapping[str, Path] = field(default_factory=dict)
    """Files that are read where they lie."""

    def path_of(self, target: str) -> Path:
        return self.lists[target]

    def read(self, target: str) -> bytes:
        return self.files[target]

    def polls(self) -> list[Poll]:
        return self._read_all("polls/", Poll)

    def projects(self) -> list[Project]:
        return self._read_all("projects/", Project)

    def calendars(self) -> list[CentreCalendar]:
        return self._read_all("dates/", CentreCalendar)

    def surveys(self) -> list[Survey]:
        return self._read_all("surveys/", Survey)

    def shifts(self) -> list[Shift]:
        return self._read_all("shifts/", Shift)

    def code_list(self, poll_id: str) -> ListInMemory:
        return ListInMemory(self.files[list_path(poll_id)])

    def keylist(self) -> KeyList:
        return KeyList.from_bytes(self.files["keys.json"])

    def _read_all(self, folder: str, kind: type[Entry]) -> list[Entry]:
        entries = [kind.from_wire(json.loads(data)) for path, data in self.files.items() if path.startswith(folder)]
        return sorted(entries, key=lambda entry: entry.id)
