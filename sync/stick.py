"""A USB stick as a courier's bag: where what lies on it, written whole or not at all, its troubles in plain words.

    ck1/<device>/<incarnation>/<seq>.batch   exactly the bytes a station would send over the network
    ck1/blobs/<first two digits>/<sha256>    one sealed piece of an attachment
    ck1/acks/<device>-<incarnation>.jws      the hub's acknowledgement of the last batch it has
    ck1/acks/<device>.jws                    the hub's word on all chains of a station
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sync.files import write_durably
from sync.protocol.reasons import Reason
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


def find_stick(
    named: str = "", *, folders: Sequence[Path] = STICK_FOLDERS, is_mounted: Callable[[Path], bool] = os.path.ismount
) -> Path | None:
    """The folder of the stick that is plugged in; one of ours before others. ``named``: it always has this folder.

    None when there is none.
    """
    if named:
        return Path(named) if Path(named).is_dir() else None
    mounted: list[Path] = []
    for folder in folders:
        with suppress(OSError):
            mounted += [path for depth in ("*", "*/*") for path in sorted(folder.glob(depth)) if is_mounted(path)]
    with suppress(OSError):
        mounted.sort(key=lambda path: not (path / TOP).is_dir())
    return mounted[0] if mounted else None


class Stick:
    """One stick, by the folder it is mounted at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.top = folder / TOP
        if not folder.is_dir():
            raise StickTrouble(StickFault.ABSENT, str(folder))
        self._device = folder.stat().st_dev

    @property
    def is_ours(self) -> bool:
        """True when a station or a hub has been at this stick before."""
        return self.top.is_dir()

    def write(self, path: str, data: bytes) -> bool:
        """Lay down a file below ``ck1``; False when it lay there already, byte for byte. Raises StickTrouble."""
        place = self.top / path
        with self._told_apart():
            self._refuse_gone()
            if place.is_file() and place.stat().st_size == len(data) and place.read_bytes() == data:
                return False
            place.parent.mkdir(parents=True, exist_ok=True)
            write_durably(place, data)
        return True

    def settle(self) -> None:
        """Everything is on the stick when this returns: it can be pulled out. Raises StickTrouble."""
        with self._told_apart():
            os.sync()  # what its file system itself still keeps in memory
            self._refuse_gone()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file below ``ck1``; None when there is none. Raises StickTrouble."""
        place = self.top / path
        try:
            if not place.is_file():
                self._refuse_gone()
                return None
            if place.stat().st_size > MAX_FILE_BYTES:
                raise StickTrouble(StickFault.UNREADABLE, path)
            return place.read_bytes()
        except OSError as error:
            raise self._unread(error, path) from error

    def size(self, path: str) -> int:
        """The bytes a file below ``ck1`` has; 0 when there is none. Raises StickTrouble."""
        try:
            return (self.top / path).stat().st_size
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise self._unread(error, path) from error

    def names(self, folder: str, ending: str) -> list[str]:
        """The names in a folder below ``ck1`` with this ending, sorted, unfinished files left out."""
        try:
            return sorted(
                path.name for path in (self.top / folder).glob(f"*{ending}") if _is_ours(path) and path.is_file()
            )
        except OSError as error:
            raise self._unread(error, folder) from error

    def folders(self, folder: str = "") -> list[str]:
        """The names of folders in a folder below ``ck1``, sorted."""
        try:
            place = self.top / folder
            found = place.iterdir() if place.is_dir() else ()
            return sorted(path.name for path in found if _is_ours(path) and path.is_dir())
        except OSError as error:
            raise self._unread(error, folder) from error

    def _refuse_gone(self) -> None:
        """Where a stick was mounted, its folder may be left: what is written there goes nowhere."""
        if not self._folder.is_dir() or self._folder.stat().st_dev != self._device:
            raise StickTrouble(StickFault.PULLED)

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            fault = _BY_NUMBER.get(error.errno or 0, StickFault.PULLED) if self._folder.is_dir() else StickFault.PULLED
            raise StickTrouble(fault, str(error.strerror)) from error

    def _unread(self, error: OSError, path: str) -> StickTrouble:
        is_there = self._folder.is_dir()
        return StickTrouble(StickFault.UNREADABLE, path) if is_there else StickTrouble(StickFault.PULLED, str(error))


def _is_ours(path: Path) -> bool:
    return not is_side_file(path.name)


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


def ask_path(device: str, number: int) -> str:
    """Where a station's question about its pieces lies; there may be several, numbered from 0."""
    return f"asks/{device}-{number}.ask"


def told_path(device: str, number: int) -> str:
    """Where the hub's answer to that question lies."""
    return f"acks/{device}-{number}.pieces"


def enrolment_name(request: bytes) -> str:
    """The name of a request to be enrolled; its answer has the same one with another ending."""
    return hashlib.sha256(request).hexdigest()[:32]
