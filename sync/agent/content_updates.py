"""Content fetched from the hub's signed repository (TUF), with python-tuf as it is; activated only when all is here.

Nothing here can take content away from a station: whatever goes wrong, the last whole package stays on show.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import Metadata, TargetFile, Targets, Timestamp
from tuf.ngclient.fetcher import FetcherInterface
from tuf.ngclient.updater import Updater

from sync.agent.hub_client import ANSWER_SECONDS, CONNECT_SECONDS
from sync.agent.log_witness import judge
from sync.files import write_durably
from sync.http_session import bounded
from sync.protocol.announced_paths import PATTERN, announced_name
from sync.protocol.announced_paths import ROLE as HUB
from sync.protocol.ballot_log import PREFIX
from sync.protocol.errors import Refused, TryLater, Untrusted
from sync.station.content_store import (
    ContentPackage,
    ContentSets,
    PackageSets,
    check_target_path,
    content_id_of,
    opened,
)
from sync.station.events import Event, Note
from sync.station.promises import PromiseBook, promises_of
from sync.station.state import StationState
from sync.version import VERSION

TIMESTAMP_LIFETIME = timedelta(days=90)
"""From the signing of the newest list to its expiry (docs/protocol.md, section 10)."""
FILE_SECONDS = 20 * 60
"""One file of the content as a whole: the largest is a map."""
_MAX_ROOT_BYTES = 512_000
_PIECE_BYTES = 64 * 1024
_NOTHING = "nothing"
"""What to tell of a ballot log that is refused and has no checkpoint."""


class SessionFetcher(FetcherInterface):
    """python-tuf's downloads over the same HTTP session as everything else. Follows no redirect.

    No file takes longer than ``patience_seconds``.
    """

    def __init__(self, session: requests.Session, *, patience_seconds: float = FILE_SECONDS) -> None:
        self._session = session
        self._patience = patience_seconds

    def _fetch(self, url: str) -> Iterator[bytes]:
        patience = (CONNECT_SECONDS, ANSWER_SECONDS)
        with ExitStack() as until_read:
            until_read.enter_context(bounded(self._session, self._patience))
            response = self._session.get(url, timeout=patience, allow_redirects=False, stream=True)
            until_read.enter_context(response)
            if response.status_code != 200:
                raise DownloadHTTPError(f"{url} answers {response.status_code}", response.status_code)
            return self._pieces(response, until_read.pop_all())

    @staticmethod
    def _pieces(response: requests.Response, until_read: ExitStack) -> Iterator[bytes]:
        with until_read:
            yield from response.iter_content(_PIECE_BYTES)


class TufUpdates:
    """The repository of one hub, trusted through the root whose hash was pinned at enrolment.

    ``folder`` keeps the metadata and is where packages are put together; ``version`` is this program's.
    """

    def __init__(
        self,
        sets: ContentSets,
        *,
        folder: Path,
        repository_url: str,
        root_sha256: str,
        fetcher: FetcherInterface,
        version: str = VERSION,
    ) -> None:
        self._sets = sets
        self._folder = folder
        self._metadata = folder / "metadata"
        self._url = repository_url.rstrip("/")
        self._root_sha256 = root_sha256
        self._fetcher = fetcher
        self._version = version
        self._whole: set[str] = set()

    def update(self, now: datetime) -> list[Note]:
        """Bring the station's content up to date, if there is anything new. What there is to say about it.

        ``now`` is the best time known; python-tuf measures expiry against it. Raises TryLater when the repository
        cannot be reached, Untrusted when what it offers is expired or not proven. The package on show stays.
        """
        with _translated_errors():
            updater = self._open_repository(now)
            updater.refresh()
            notes = self._update_content(updater, now)
        try:
            with _translated_errors():
                return notes + self._update_announcements(updater, now)
        except TryLater as error:
            return [*notes, Note(Event.CONTENT_UNREACHABLE, str(error))]
        except Untrusted as error:
            return [*notes, Note(Event.ANNOUNCEMENTS_REFUSED, str(error))]

    def signed_at(self) -> datetime | None:
        """When the newest content this station has verified was signed; None before the first."""
        with suppress(OSError, ValueError, RepositoryError):
            stamp = Metadata[Timestamp].from_bytes((self._metadata / "timestamp.json").read_bytes()).signed
            return stamp.expires.astimezone(UTC) - TIMESTAMP_LIFETIME
        return None

    def _update_content(self, updater: Updater, now: datetime) -> list[Note]:
        wanted, too_new = self._wanted()
        notes = [Note(Event.CONTENT_TOO_NEW, ", ".join(too_new))] if too_new else []
        content_id = content_id_of({target.path: target.hashes["sha256"] for target in wanted})
        if self._is_whole(self._sets, content_id):
            self._sets.confirm(now.date())
            return notes
        staged = self._fetch_all(updater, {target.path: target for target in wanted}, self._sets.active())
        # Before it is shown: what people can read here is remembered, whatever happens in between.
        content = opened(staged, as_of=now.date())
        PromiseBook(self._sets.connection).hear(promises_of(content.polls(), content.projects()))
        self._sets.activate(staged, as_of=now.date())
        package = self._sets.active()
        unreadable = package.unreadable_polls() if package else []
        return [*notes, Note(Event.CONTENT_NEW, content_id[:12]), *(Note(Event.CONTENT_TOO_NEW, p) for p in unreadable)]

    def _update_announcements(self, updater: Updater, now: datetime) -> list[Note]:
        delegations = self._verified("targets").delegations
        if delegations is None or HUB not in (delegations.roles or {}):
            return []  # a hub that announces nothing, or not yet
        updater.get_targetinfo(PATTERN)  # no such file: it makes the library fetch and verify the list of the role
        wanted = {announced_name(path): target for path, target in self._verified(HUB).targets.items()}
        announced = self._sets.announced
        if self._is_whole(announced, content_id_of({name: file.hashes["sha256"] for name, file in wanted.items()})):
            announced.confirm(now.date())
            state = StationState(self._sets.connection)
            state.note_log(believed=state.log_checkpoint, refused="")  # what is said is what was believed
            return []
        before, was = announced.active_id(), announced.active()
        staged = self._fetch_all(updater, wanted, was)
        notes = self._judge_log(staged, was)
        after = announced.activate(staged, as_of=now.date())
        return notes if after == before else [*notes, Note(Event.ANNOUNCED, after[:12])]

    def _judge_log(self, staged: Path, was: ContentPackage | None) -> list[Note]:
        """Let the ballot log only grow: one that is not believed gives way to the one from before."""
        state, content = StationState(self._sets.connection), self._sets.active()
        files = {path.name: path.read_bytes() for path in staged.iterdir()}
        verdict = judge(files, kept=state.log_checkpoint, key=content.keylist().log_key() if content else None)
        state.note_log(believed=verdict.believed, refused=verdict.refused or _NOTHING if verdict.finding else "")
        if verdict.finding is None:
            return []
        for path in staged.glob(f"{PREFIX}*"):
            path.unlink()
        if was:
            for name in filter(lambda name: name.startswith(PREFIX), was.files):
                shutil.copyfile(was.path_of(name), staged / name)
        return [Note(Event.LOG_DOUBTED, verdict.finding.value)]

    def _open_repository(self, now: datetime) -> Updater:
        self._metadata.mkdir(parents=True, exist_ok=True)
        updater = Updater(
            metadata_dir=str(self._metadata),
            metadata_base_url=f"{self._url}/metadata/",
            target_base_url=f"{self._url}/targets/",
            fetcher=self._fetcher,
            bootstrap=self._first_root(),
        )
        # WORKAROUND python-tuf 7.0 takes the system clock and has no public way to say that it is wrong.
        updater._trusted_set.reference_time = now
        return updater

    def _first_root(self) -> bytes:
        kept = self._folder / "first-root.json"
        root = kept.read_bytes() if kept.exists() else b""
        if hashlib.sha256(root).hexdigest() != self._root_sha256:
            root = self._fetcher.download_bytes(f"{self._url}/metadata/1.root.json", _MAX_ROOT_BYTES)
            if hashlib.sha256(root).hexdigest() != self._root_sha256:
                raise Untrusted("the first content root is not the one pinned at enrolment")
            shutil.rmtree(self._metadata)  # of another hub, if there was any
            self._metadata.mkdir()
            write_durably(kept, root)
        return root

    def _verified(self, role: str) -> Targets:
        # The library has just verified this file and written it down.
        return Metadata[Targets].from_bytes((self._metadata / f"{role}.json").read_bytes()).signed

    def _wanted(self) -> tuple[list[TargetFile], list[str]]:
        signed = self._verified("targets")
        wanted, too_new = [], []
        for path, target in sorted(signed.targets.items()):
            check_target_path(path)
            minimum = target.custom.get("min_app", "0") if isinstance(target.custom, dict) else "0"
            if _version_key(minimum) <= _version_key(self._version):
                wanted.append(target)
            else:
                too_new.append(path)
        return wanted, too_new

    def _is_whole(self, sets: PackageSets, content_id: str) -> bool:
        # Every byte is looked at once per start, not once per round.
        if content_id == sets.active_id() and content_id not in self._whole and sets.active() is not None:
            self._whole.add(content_id)
        return content_id == sets.active_id() and content_id in self._whole

    def _fetch_all(self, updater: Updater, wanted: Mapping[str, TargetFile], package: ContentPackage | None) -> Path:
        """A folder of these files by their paths in it; what ``package`` has of them is not fetched again."""
        for left_over in self._folder.glob("staging-*"):
            shutil.rmtree(left_over)
        staged = Path(tempfile.mkdtemp(prefix="staging-", dir=self._folder))
        for path, target in wanted.items():
            place = staged / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if package and package.files.get(path) == target.hashes["sha256"]:
                shutil.copyfile(package.path_of(path), place)
            else:
                updater.download_target(target, str(place))
        return staged


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except (DownloadError, OSError) as error:  # the network, or a disk that is full
        raise TryLater(f"the content cannot be fetched now ({error})") from error
    except ExpiredMetadataError as error:
        raise ContentExpired(f"the hub's content is out of date ({error})") from error
    except BadVersionNumberError as error:
        raise ContentOlder(f"the content offered is older than what is known ({error})") from error
    except (RepositoryError, Refused, KeyError, ValueError) as error:
        raise Untrusted(f"the content offered is not proven ({error})") from error


class ContentExpired(Untrusted):
    """The hub's content is properly signed, but its date of expiry is over: nobody has confirmed it for too long."""


class ContentOlder(Untrusted):
    """Properly signed, but from before what is known here. From a hub that is a freeze or a restored backup."""


def _version_key(version: object) -> tuple[int, ...]:
    parts = str(version).split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise Refused(f"{version!r} is not a version")
    return tuple(int(part) for part in parts)
