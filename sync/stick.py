"""A USB stick as a courier's bag: where what lies on it, written whole or not at all, its troubles in plain words.

    ck1/<device>/<incarnation>/<seq>.batch   exactly the bytes a station would send over the network
    ck1/blobs/<first two digits>/<sha256>    one sealed piece of an attachment
    ck1/acks/<device>-<incarnation>.jws      the hub's acknowledgement of the last batch it has
    ck1/acks/<device>.jws                    the hub's word on all chains of a station
    ck1/asks/<device>-<incarnation>.status   how a station is, and with which chains it goes on
    ck1/asks/<device>-<number>.ask           a station's question about the pieces it keeps
    ck1/acks/<device>-<number>.pieces        the hub's answer to it
    ck1/repo/{metadata,targets}/             the hub's signed content
    ck1/enrol/<name>.request|.welcome|.refused    a new station's wish, and the answer to just this wish

Nothing on it counts: it may be lost, copied, played again or read by anybody. Shared by station and hub; proves
nothing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sync.protocol.reasons import Reason
from sync.rooted_folder import Entry, NotPlain, RootedFolder
from sync.side_files import is_side_file

TOP = "ck1"
STICK_FOLDERS = (Path("/run/mitmachstation/sticks"), Path("/media"), Path("/run/media"))
"""Where sticks are mounted: by our own rule at stations, by desktops elsewhere."""

MAX_FILE_BYTES = 256 * 1024 * 1024
"""Nothing on a stick is longer; a longer file is not ours."""


class StickFault(Reason):
    """What can be wrong with a stick, each with what a person should know and do."""

    ABSENT = "absent", "There is no stick in this place. Put it in, or name its folder."
    LOCKED = "locked", "The stick cannot be written to. Move its little switch, or take another stick."
    FULL = (
        "full",
        "The stick is full. What is on it already can be carried; free some room or take another one for the rest.",
    )
    PULLED = "pulled", "The stick was pulled out, or it is broken. Nothing is lost: put it in again and repeat."
    UNREADABLE = (
        "unreadable",
        "A file on the stick cannot be read. Nothing is lost; take another stick if it happens again.",
    )


_BY_NUMBER = {
    errno.ENOSPC: StickFault.FULL,
    errno.EDQUOT: StickFault.FULL,
    errno.EFBIG: StickFault.FULL,
    errno.EROFS: StickFault.LOCKED,
    errno.EACCES: StickFault.LOCKED,
    errno.EPERM: StickFault.LOCKED,
}


class StickTrouble(Exception):  # noqa: N818  what a person is told
    """The stick cannot go on. ``fault`` says why and what to do; nothing half written has the name of a whole file."""

    def __init__(self, fault: StickFault, detail: str = "") -> None:
        super().__init__(fault.english + (f" ({detail})" if detail else ""))
        self.fault = fault


def _bytes_of_disk(folder: Path) -> int:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return 0
    return disk.f_blocks * disk.f_frsize


class NotOurs(StickTrouble):
    """What lies there is nothing a station or a hub lays down: a link, a device, a file that is far too long."""

    def __init__(self, path: str) -> None:
        super().__init__(StickFault.UNREADABLE, path)


def find_stick(
    named: str = "",
    *,
    folders: Sequence[Path] = STICK_FOLDERS,
    is_mounted: Callable[[Path], bool] = os.path.ismount,
    size_of: Callable[[Path], int] = _bytes_of_disk,
) -> Path | None:
    """The folder of the stick that is plugged in; ``named``: it always has this folder. None when there is none.

    A stick may come as several disks, small ones of its maker's among them: one that we have been at goes before
    others, then the largest.
    """
    if named:
        return Path(named) if Path(named).is_dir() else None
    mounted: list[Path] = []
    for folder in folders:
        with suppress(OSError):
            mounted += [path for depth in ("*", "*/*") for path in sorted(folder.glob(depth)) if is_mounted(path)]
    return min(mounted, key=lambda path: (not _has_top(path), -size_of(path)), default=None)


def _has_top(folder: Path) -> bool:
    try:
        return stat.S_ISDIR((folder / TOP).lstat().st_mode)
    except OSError:
        return False


class Stick:
    """One stick, by the folder it is mounted at. Links on it are not followed, nor into another file system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.top = folder / TOP
        if not folder.is_dir():
            raise StickTrouble(StickFault.ABSENT, str(folder))
        self._device = folder.stat().st_dev
        self._files = RootedFolder(folder, device=self._device)
        self._tidied: set[str] = set()

    @property
    def is_ours(self) -> bool:
        """True when a station or a hub has been at this stick before."""
        return _has_top(self._folder)

    def write(self, path: str, data: bytes) -> bool:
        """Lay down a file below ``ck1``; False when it lay there already, byte for byte. Raises StickTrouble."""
        place = f"{TOP}/{path}"
        with self._told_apart(path):
            self._refuse_gone()
            if self._lies_there(place, data):
                return False
            self._tidy(place.rpartition("/")[0])
            self._files.write(place, data)
        return True

    def write_for_people(self, name: str, data: bytes) -> None:
        """Lay down a file where people look for it, beside ``ck1``, and settle. Raises StickTrouble."""
        with self._told_apart(name):
            self._refuse_gone()
            self._files.write(name, data)
        self.settle()

    def settle(self) -> None:
        """Everything is on the stick when this returns: it can be pulled out. Raises StickTrouble."""
        with self._told_apart(""):
            os.sync()  # what its file system itself still keeps in memory
            self._refuse_gone()

    def open(self, path: str) -> BinaryIO | None:
        """A file below ``ck1``, to be read piece by piece; None when there is none. Raises StickTrouble."""
        try:
            return self._files.open(f"{TOP}/{path}")
        except FileNotFoundError:
            self._refuse_gone()
            return None
        except OSError as error:
            raise self._unread(error, path) from error

    def read(self, path: str, *, most_bytes: int = MAX_FILE_BYTES) -> bytes | None:
        """The bytes of a file below ``ck1``; None when there is none.

        Raises StickTrouble, as NotOurs for what is no file, or one with more than ``most_bytes``.
        """
        try:
            return self._files.read(f"{TOP}/{path}", most_bytes=most_bytes)
        except FileNotFoundError:
            self._refuse_gone()
            return None
        except OSError as error:
            raise self._unread(error, path) from error

    def size(self, path: str) -> int:
        """The bytes a file below ``ck1`` has; 0 when there is none. Raises StickTrouble."""
        try:
            found = self._files.look(f"{TOP}/{path}")
        except OSError as error:
            raise self._unread(error, path) from error
        return found.st_size if found else 0

    def names(self, folder: str, ending: str) -> list[str]:
        """The names in a folder below ``ck1`` with this ending, sorted, folders left out.

        One that is no file either is refused when it is read. Raises StickTrouble.
        """
        return [entry.name for entry in self._entries(folder) if not entry.is_folder and entry.name.endswith(ending)]

    def folders(self, folder: str = "") -> list[str]:
        """The names of folders in a folder below ``ck1``, sorted. Raises StickTrouble."""
        return [entry.name for entry in self._entries(folder) if entry.is_folder]

    def _entries(self, folder: str) -> list[Entry]:
        try:
            found = self._files.entries(f"{TOP}/{folder}" if folder else TOP)
        except OSError as error:
            raise self._unread(error, folder) from error
        return [entry for entry in found if not is_side_file(entry.name)]

    def _lies_there(self, place: str, data: bytes) -> bool:
        try:
            found = self._files.look(place)
            return found is not None and found.st_size == len(data) and self._files.read(place) == data
        except (FileNotFoundError, NotPlain):
            return False

    def _tidy(self, folder: str) -> None:
        if folder not in self._tidied:
            self._files.remove_unfinished(folder)
            self._tidied.add(folder)

    def _refuse_gone(self) -> None:
        """Where a stick was mounted, its folder may be left: what is written there goes nowhere."""
        if not self._folder.is_dir() or self._folder.stat().st_dev != self._device:
            raise StickTrouble(StickFault.PULLED)

    @contextmanager
    def _told_apart(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if isinstance(error, NotPlain | IsADirectoryError) and self._folder.is_dir():
                raise NotOurs(path) from error
            fault = _BY_NUMBER.get(error.errno or 0, StickFault.PULLED) if self._folder.is_dir() else StickFault.PULLED
            raise StickTrouble(fault, str(error.strerror)) from error

    def _unread(self, error: OSError, path: str) -> StickTrouble:
        if not self._folder.is_dir():
            return StickTrouble(StickFault.PULLED, str(error))
        is_not_ours = isinstance(error, NotPlain | IsADirectoryError) or error.errno == errno.EFBIG
        return NotOurs(path) if is_not_ours else StickTrouble(StickFault.UNREADABLE, path)


def batch_path(device: str, inc: str, seq: int) -> str:
    """Where a batch lies."""
    return f"{device}/{inc}/{seq}.batch"


def piece_path(name: str) -> str:
    """Where a piece of an attachment lies."""
    return f"blobs/{name[:2]}/{name}"


def ack_path(device: str, inc: str) -> str:
    """Where the acknowledgement of a chain lies."""
    return f"acks/{device}-{inc}.jws"


def heads_path(device: str) -> str:
    """Where the hub's word on all chains of a station lies."""
    return f"acks/{device}.jws"


def status_path(device: str, inc: str) -> str:
    """Where a station's word on itself lies, beside that of another machine which goes on with another chain."""
    return f"asks/{device}-{inc}.status"


def ask_path(device: str, number: int) -> str:
    """Where a station's question about its pieces lies; there may be several, numbered from 0."""
    return f"asks/{device}-{number}.ask"


def told_path(device: str, number: int) -> str:
    """Where the hub's answer to that question lies."""
    return f"acks/{device}-{number}.pieces"


def enrolment_name(request: bytes) -> str:
    """The name of a request to be enrolled; its answer has the same one with another ending."""
    return hashlib.sha256(request).hexdigest()[:32]
