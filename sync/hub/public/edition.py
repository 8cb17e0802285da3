"""What everybody is told at one moment, read from the published files and kept until they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sync.hub.publishing.published_files import PublishedFiles, moment_of, read_published
from sync.protocol import ballot_claims, contributions, data_use, open_reports
from sync.protocol.announced_paths import FOLDER
from sync.protocol.ballot_claims import ClaimsFile
from sync.protocol.ballot_log import CHECKPOINT, origin_of
from sync.protocol.contributions import Released, read_released
from sync.protocol.data_use import DataUse
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.key_list import TARGET_PATH as KEY_LIST
from sync.protocol.key_list import KeyList
from sync.protocol.keys import VerifyKey
from sync.protocol.languages import LANGUAGE_CODES, OFFERED_CODES, Texts
from sync.protocol.open_reports import KnownReport, OpenReportsFile
from sync.protocol.poll_results import PREFIX, PollResult, read_results
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.report_status import Standing, StandingsFile, part_of
from sync.protocol.signed_note import Checkpoint, verifier_key


@dataclass(frozen=True)
class Edition:
    """One moment. Polls, projects and results by their ids."""

    files: PublishedFiles
    city: str
    languages: Sequence[str]
    """The codes in which the city speaks to people."""
    districts: Mapping[str, str]
    topics: Mapping[str, Texts]
    categories: Mapping[str, Texts]
    polls: Mapping[str, Poll]
    projects: Mapping[str, Project]
    results: Mapping[str, PollResult]
    released: Sequence[Released]
    reports: Sequence[KnownReport]
    use: DataUse | None
    claims: ClaimsFile
    checkpoint: Checkpoint | None
    """How the ballot log stands, as stations are told."""
    note: str = ""
    """The signed note of the checkpoint."""
    pictures: frozenset[str] = field(default_factory=frozenset)
    """The paths of the pictures."""
    log_key: str = ""
    """The public key of the ballot log, as programs that check notes take it (``signed_note.verifier_key``)."""
    made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Files that were made of this moment, by their names, so that they are made once."""

    def standing_of(self, record_id: str) -> Standing | None:
        """How far the report or contribution of this record is; None when nothing is told of it."""
        for name in (part_of(record_id), contributions.STATES_FILE):
            with suppress(Refused):
                if (data := self.files.announced(name)) and (found := StandingsFile.from_bytes(data).find(record_id)):
                    return found
        return None

    def poll_of(self, poll_id: str) -> Poll | None:
        """A poll by its id, also one that only its result still tells of."""
        result = self.results.get(poll_id)
        return self.polls.get(poll_id) or (result.poll if result else None)

    def project_of(self, poll_id: str) -> Project | None:
        """The project a poll belongs to."""
        return next((project for project in self.projects.values() if poll_id in project.polls), None)

    def coming(self, today: date) -> list[Poll]:
        """Polls that have not begun, the next first."""
        return sorted((poll for poll in self.polls.values() if today < poll.opens), key=lambda poll: poll.opens)

    def running(self, today: date) -> list[Poll]:
        """Polls that can be answered today, the first to close first."""
        now = (poll for poll in self.polls.values() if poll.opens <= today <= poll.closes and not poll.void)
        return sorted(now, key=lambda poll: poll.closes)

    def over(self, today: date) -> list[Poll]:
        """Polls that are over, also those that only their results still tell of; the newest first."""
        told = {poll_id: result.poll for poll_id, result in self.results.items()}
        known = {**told, **self.polls}.values()
        past = (poll for poll in known if poll.closes < today or (poll.void and poll.opens <= today))
        return sorted(past, key=lambda poll: poll.closes, reverse=True)


def current_edition(repository: Path) -> Edition:
    """What is told now. Raises OSError when the repository cannot be read."""
    token, _ = moment_of(repository)
    return _read(repository, token)


@lru_cache(maxsize=2)
def _read(repository: Path, _token: str) -> Edition:
    files = read_published(repository)
    places: Mapping[str, Any] = parse_json(files.read("places.json") or b"{}")
    city = places.get("city", {})
    note = files.announced(CHECKPOINT).decode()
    return Edition(
        files=files,
        city=str(city.get("name", "")),
        languages=[code for code in city.get("languages", LANGUAGE_CODES) if code in OFFERED_CODES],
        districts={one["code"]: one["name"] for one in places.get("districts", ())},
        topics={one["id"]: one["title"] for one in parse_json(files.read("dialogue.json") or b"{}").get("topics", ())},
        categories=dict(_categories(files)),
        polls=_by_id(files, "polls/", Poll),
        projects=_by_id(files, "projects/", Project),
        results=read_results((path.removeprefix(FOLDER), files.read(path)) for path in files.below(FOLDER + PREFIX)),
        released=_or_empty(files.announced(contributions.RELEASED_FILE), read_released),
        reports=_or_empty(files.announced(open_reports.FILE_NAME), _open_reports),
        use=_or_none(files.announced(data_use.FILE_NAME), DataUse.from_bytes),
        claims=_or_none(files.announced(ballot_claims.FILE_NAME), ClaimsFile.from_bytes) or ClaimsFile({}),
        checkpoint=_or_none(note, Checkpoint.read_unproven),
        note=note,
        pictures=frozenset(files.below("pictures/")),
        log_key=_log_key(files, note),
    )


def _categories(files: PublishedFiles) -> Any:
    for category in parse_json(files.read("categories.json") or b"[]"):
        yield category["id"], category["title"]
        for part in category.get("subcategories", ()):
            yield part["id"], part["title"]


def _log_key(files: PublishedFiles, note: str) -> str:
    """Of the keys that were published, the one whose log this is; empty while there is none."""
    origin = note.partition("\n")[0]
    listed = KeyList.from_bytes(files.read(KEY_LIST)).keys if KEY_LIST in files.hashes else ()
    keys = (VerifyKey.from_jwk(one.jwk) for one in listed if one.use == "log")
    return next((verifier_key(origin, key) for key in keys if origin_of(key) == origin), "")


def _open_reports(data: bytes) -> Sequence[KnownReport]:
    return OpenReportsFile.from_bytes(data).reports


def _by_id(files: PublishedFiles, folder: str, kind: Any) -> dict[str, Any]:
    found = (kind.from_wire(parse_json(files.read(path))) for path in files.below(folder))
    return {one.id: one for one in found}


def _or_none(data: Any, read: Any) -> Any:
    """What it says; None for nothing, and for what this version cannot read."""
    with suppress(Refused, Untrusted):
        return read(data) if data else None
    return None


def _or_empty(data: bytes, read: Any) -> Any:
    return _or_none(data, read) or []
