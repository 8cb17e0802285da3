"""Content packages as they lie at the station: immutable folders; one row in the database names the active one.

    content/sets/<id>/manifest.json   {"files": {path: sha256}}; its own SHA-256 is the id
    content/sets/<id>/...             the files
    content/announced/<id>/...        the same for what the hub says on its own

Reads and activates. How a package gets here and why it may be trusted stands in ``sync/agent/content_updates.py``.
"""

from __future__ import annotations

import hashlib
import mmap
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TypeVar

from sync.files import make_folders, sync_folder, sync_tree
from sync.protocol.ballot_log import Found, find_ballot
from sync.protocol.centre_dates import CentreCalendar
from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.key_list import TARGET_PATH as KEY_LIST
from sync.protocol.key_list import KeyList
from sync.protocol.participation_codes import is_listed, list_path
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.shifts import FOLDER as SHIFTS
from sync.protocol.shifts import Shift
from sync.protocol.surveys.survey import FOLDER as SURVEYS
from sync.protocol.surveys.survey import Survey
from sync.station.database import transaction

MANIFEST = "manifest.json"
POLLS = "polls/"
"""Every file below is one poll."""
CALENDARS = "dates/"
"""Every file below is the calendar of one centre."""
PROJECTS = "projects/"
"""Every file below is one project."""

_Entry = TypeVar("_Entry", Poll, Project, Survey, CentreCalendar, Shift)


@dataclass(frozen=True)
class ListInFile:
    """A list of participation codes as it lies in a package. Only the places that are looked at are read."""

    path: Path

    def holds(self, entry: bytes) -> bool:
        """True when the code of this entry exists. Raises OSError when the file is gone or cannot be read."""
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as listed:
            return is_listed(entry, listed)


@dataclass(frozen=True)
class ContentPackage:
    """One whole content package. ``as_of`` is the last day on which the hub confirmed it to be the current one."""

    folder: Path
    content_id: str
    as_of: date
    files: Mapping[str, str]
    """Path of each file to its SHA-256 (hex)."""

    def path_of(self, target: str) -> Path:
        """Where a file of the package lies. Raises KeyError when the package has no such file."""
        if target not in self.files:
            raise KeyError(target)
        return self.folder / target

    def read(self, target: str) -> bytes:
        """The bytes of a file. Raises KeyError when the package has no such file."""
        return self.path_of(target).read_bytes()

    def polls(self) -> list[Poll]:
        """The polls this version of the program can read, by id. A newer kind of poll does not hide the others."""
        return self._read_all(POLLS, Poll)

    def unreadable_polls(self) -> list[str]:
        """The paths of polls this version of the program cannot read."""
        return [path for path in self._below(POLLS) if not self._read_entry(path, Poll)]

    def projects(self) -> list[Project]:
        """The projects this version of the program can read, by id."""
        return self._read_all(PROJECTS, Project)

    def calendars(self) -> list[CentreCalendar]:
        """The calendars of centres this version of the program can read, by id."""
        return self._read_all(CALENDARS, CentreCalendar)

    def surveys(self) -> list[Survey]:
        """The surveys this version of the program can read, by id."""
        return self._read_all(SURVEYS, Survey)

    def shifts(self) -> list[Shift]:
        """The shifts of attendants this version of the program can read, by id."""
        return self._read_all(SHIFTS, Shift)

    def code_list(self, poll_id: str) -> ListInFile:
        """The participation codes of a poll. Raises KeyError when the package has none."""
        return ListInFile(self.path_of(list_path(poll_id)))

    def keylist(self) -> KeyList:
        """The hub's public keys. Raises Refused when the package holds none."""
        if KEY_LIST not in self.files:
            raise Refused(f"the content holds no {KEY_LIST}")
        return KeyList.from_bytes(self.read(KEY_LIST))

    def _below(self, folder: str) -> list[str]:
        return [path for path in sorted(self.files) if path.startswith(folder)]

    def _read_all(self, folder: str, kind: type[_Entry]) -> list[_Entry]:
        found = (self._read_entry(path, kind) for path in self._below(folder))
        return sorted((entry for entry in found if entry), key=lambda entry: entry.id)

    def _read_entry(self, path: str, kind: type[_Entry]) -> _Entry | None:
        try:
            return kind.from_wire(parse_json_object(self.read(path)))
        except (Refused, ValueError):
            return None


class PackageSets:
    """Packages of one kind, and which of them is active: one row of the database, written last."""

    def __init__(self, connection: sqlite3.Connection, sets: Path, *, read: str, write: str) -> None:
        self._connection = connection
        self._sets = sets
        self._read = read
        self._write = write

    @property
    def connection(self) -> sqlite3.Connection:
        """The station's database."""
        return self._connection

    def active_id(self) -> str:
        """The id of the package on show, empty when there is none. One cheap query, to notice a change."""
        row = self._connection.execute(self._read).fetchone()
        return str(row[0]) if row else ""

    def as_of(self) -> date | None:
        """The last day on which the hub confirmed the package on show; None without one. Cheap, checks nothing."""
        row = self._connection.execute(self._read).fetchone()
        return date.fromisoformat(row[1]) if row else None

    def active(self) -> ContentPackage | None:
        """The package on show, every byte checked; None when there is none, or when it is not whole.

        A damaged package is not replaced by the one before: ballots made from an old poll would not count. The agent
        fetches it again.
        """
        row = self._connection.execute(self._read).fetchone()
        if row is None:
            return None
        return _open_whole(self._sets / row[0], row[0], date.fromisoformat(row[1]))

    def activate(self, staged: Path, *, as_of: date) -> str:
        """Make a folder of verified files the active package: durable first, then one rename, then one row.

        The folder is moved away. Keeps the package before, removes older ones. Returns the id. Raises Refused for
        a file name that cannot be in a package.
        """
        content_id = _seal_folder(staged)
        place = self._sets / content_id
        make_folders(self._sets)
        if _open_whole(place, content_id, as_of) is None:
            shutil.rmtree(place, ignore_errors=True)
            # Temporary folders are their maker's alone; the kiosk reads this one as another user of the same group.
            staged.chmod(0o750)
            staged.rename(place)
            sync_folder(self._sets)
        else:
            shutil.rmtree(staged)
        before = self.active_id()
        with transaction(self._connection):
            self._connection.execute(self._write, {"id": content_id, "day": as_of.isoformat()})
        if before != content_id:
            self._remove_all_but({content_id, before})
        return content_id

    def confirm(self, as_of: date) -> None:
        """Remember that the hub called the active package current on this day. Writes at most once a day."""
        if not self._is_older(as_of):
            return
        with transaction(self._connection):
            if self._is_older(as_of):
                self._connection.execute(self._write, {"id": self.active_id(), "day": as_of.isoformat()})

    def _is_older(self, as_of: date) -> bool:
        row = self._connection.execute(self._read).fetchone()
        return row is not None and row[1] < as_of.isoformat()

    def _remove_all_but(self, kept: set[str]) -> None:
        for folder in self._sets.iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


class ContentSets(PackageSets):
    """What people publish, all packages of a station; beside them, in ``announced``, what the hub says on its own."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        super().__init__(
            connection,
            folder / "sets",
            read="SELECT id, as_of FROM content",
            write="INSERT OR REPLACE INTO content VALUES (1, :id, :day)",
        )
        self.announced = PackageSets(
            connection,
            folder / "announced",
            read="SELECT substr(value, 1, 64), substr(value, 66) FROM state WHERE key = 'announced'",
            write="INSERT OR REPLACE INTO state VALUES ('announced', :id || ' ' || :day)",
        )

    def hub_file(self, name: str) -> bytes | None:
        """What the hub announces under this name, as the station heard it last, proven; None when it does not.

        Checked byte by byte each time, as all announcements together are: for a look now and then.
        """
        package = self.announced.active()
        return package.read(name) if package and name in package.files else None

    def find_ballot(self, tracker: str) -> Found | None:
        """The ballot of this tracker in the ballot log this station believes; None when it is not in it (yet).

        ``announced.active().as_of`` is the day of that log.
        """
        package = self.announced.active()
        return find_ballot(((name, package.read(name)) for name in package.files), tracker) if package else None


def opened(folder: Path, *, as_of: date) -> ContentPackage:
    """A folder of verified files that is not active (yet), as a package: nothing in it is checked again."""
    files = {path.relative_to(folder).as_posix(): "" for path in folder.rglob("*") if path.is_file()}
    return ContentPackage(folder, "", as_of, files)


def content_id_of(files: Mapping[str, str]) -> str:
    """The name of a package that holds exactly these files (path to SHA-256, hex)."""
    return hashlib.sha256(_manifest(files)).hexdigest()


def check_target_path(target: str) -> str:
    """The path itself. Raises Refused when it would lead out of the package or hide something in it."""
    path = PurePosixPath(target)
    is_plain = bool(target) and str(path) == target and not path.is_absolute() and "\\" not in target
    if not is_plain or target == MANIFEST or any(part.startswith(".") for part in path.parts):
        raise Refused(f"{target!r} cannot be a file of a content package")
    return target


def _manifest(files: Mapping[str, str]) -> bytes:
    return canonical_json({"files": dict(files)})


def _seal_folder(staged: Path) -> str:
    paths = sorted(path for path in staged.rglob("*") if path.is_file() and path != staged / MANIFEST)
    files = {check_target_path(path.relative_to(staged).as_posix()): _digest(path) for path in paths}
    (staged / MANIFEST).write_bytes(_manifest(files))
    sync_tree(staged)
    return content_id_of(files)


def _open_whole(folder: Path, content_id: str, as_of: date) -> ContentPackage | None:
    try:
        manifest = (folder / MANIFEST).read_bytes()
        if hashlib.sha256(manifest).hexdigest() != content_id:
            return None
        files: dict[str, str] = parse_json_object(manifest)["files"]
        for path, digest in files.items():
            if _digest(folder / path) != digest:
                return None
    except OSError:
        return None
    return ContentPackage(folder, content_id, as_of, files)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
