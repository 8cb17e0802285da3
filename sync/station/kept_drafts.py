"""What the team has begun to take down for somebody else: each in a file of its own, sealed, until sent or dropped.

The key lies beside the files, for the screens alone, and goes with the last of them: what was dropped then opens for
nobody, even if the disk still holds it. Knows nothing of what is in a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync.files import make_folders, write_private
from sync.key_files import load_open_key, to_file
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.station.outbox import NotStored

KEEP_DAYS = 7
"""What nobody goes on with for so long is dropped."""

_KEY, _DRAFT = "key.pem", ".draft"


@dataclass(frozen=True)
class KeptDraft:
    """One draft in clear: its name in the folder, the day on which it was begun, and what it holds."""

    name: str
    begun_on: date
    data: bytes


class KeptDrafts:
    """All drafts of a station. ``today`` is the day by its best clock."""

    def __init__(self, folder: Path, *, today: Callable[[], date]) -> None:
        self._folder = folder
        self._today = today

    def new_name(self) -> str:
        """A name for a draft begun today, behind those of all others."""
        numbers = [path.stem.rpartition(".")[2] for path in self._folder.glob(f"*{_DRAFT}")]
        following = max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
        return f"{self._today().isoformat()}.{following:06}{_DRAFT}"

    def keep(self, name: str, data: bytes) -> None:
        """Keep a draft in place of what was kept under its name; on disk when this returns. Raises NotStored."""
        try:
            make_folders(self._folder, mode=0o700)
            write_private(self._folder / name, self._key().public.seal(data, name.encode()))
        except OSError as error:
            raise NotStored(f"the draft could not be kept: {error}") from error

    def read_all(self) -> list[KeptDraft]:
        """Those that can be opened, the oldest first. What is too old is dropped, what cannot be opened left out."""
        found = []
        for path in sorted(self._folder.glob(f"*{_DRAFT}")):
            try:
                begun_on = date.fromisoformat(path.name.partition(".")[0])
                if (self._today() - begun_on).days > KEEP_DAYS:
                    self.drop(path.name)
                    continue
                found.append(KeptDraft(path.name, begun_on, self._key().open(path.read_bytes(), path.name.encode())))
            except (OSError, ValueError, Refused):
                continue
        return found

    def drop(self, name: str) -> None:
        """It was sent, or is not wanted any more. What cannot be taken away is seen in ``read_all`` once more."""
        with suppress(OSError):
            (self._folder / name).unlink(missing_ok=True)
            if not any(self._folder.glob(f"*{_DRAFT}")):
                self.drop_all()

    def drop_all(self) -> None:
        """Take every draft away, the key first, and what a power cut has left half written."""
        with suppress(OSError):
            (self._folder / _KEY).unlink(missing_ok=True)
            for path in self._folder.glob("*"):
                path.unlink(missing_ok=True)

    def _key(self) -> OpenKey:
        """The key of all drafts; a new one where there is none that can be read. Raises OSError."""
        with suppress(FileNotFoundError, Refused):
            return load_open_key(self._folder / _KEY)
        key = OpenKey.generate()
        write_private(self._folder / _KEY, to_file(key))
        return key
