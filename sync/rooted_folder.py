"""A folder and what lies beneath it, reached step by step from its own descriptor. No link is ever followed.

For folders in which somebody else may write: another user of this machine, or whoever had the stick. Whatever they lay
there, nothing outside the folder is read, written or deleted. The folder itself is believed: its place was named by us.
Knows nothing of what the files mean.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sync.files import UNFINISHED, make_folder, make_folders, replace_durably

MOST_NAMES = 100_000
"""A folder with more names is none of ours; they are not even listed."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class NotPlain(OSError):  # noqa: N818  it is a finding
    """What has this name is no plain file or folder of its own, but a link, a pipe, a device or the like."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.ELOOP, "no plain file or folder", path)


@dataclass(frozen=True)
class Entry:
    """One name in a folder. Neither ``is_file`` nor ``is_folder``: a link, a pipe, a device."""

    name: str
    is_file: bool
    is_folder: bool


class RootedFolder:
    """One folder. Paths are relative to it, with ``/`` between their parts.

    What root makes in it belongs to whom the folder belongs that it is made in, so that root's help shuts nobody out.
    ``device``: the file system it has to lie on; None for any, but never more than one.
    """

    def __init__(self, place: Path, *, device: int | None = None) -> None:
        self.place = place
        self._device = device

    def open(self, path: str) -> BinaryIO:
        """A file, to be read. Raises FileNotFoundError, NotPlain or another OSError."""
        with self._folder_of(path) as (folder, name):
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)  # opening a device may already do something
            _refuse_unless_plain_file(found, path)
            descriptor = os.open(name, _FILE, dir_fd=folder)
            try:
                _refuse_unless_plain_file(os.fstat(descriptor), path)
                return os.fdopen(descriptor, "rb")
            except BaseException:
                os.close(descriptor)
                raise

    def read(self, path: str, *, most_bytes: int | None = None) -> bytes:
        """The bytes of a file. Raises as :meth:`open` does, and OSError (EFBIG) for one with more than ``most_bytes``.

        Never takes more than that into memory.
        """
        with self.open(path) as file:
            if most_bytes is None:
                return file.read()
            data = file.read(most_bytes + 1)
            if len(data) > most_bytes:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
            return data

    def look(self, path: str) -> os.stat_result | None:
        """What is known of a plain file; None when there is none of this name. Raises OSError."""
        try:
            with self._folder_of(path) as (folder, name):
                found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except (FileNotFoundError, NotPlain):
            return None
        return found if stat.S_ISREG(found.st_mode) and found.st_nlink == 1 else None

    def entries(self, path: str = "", *, most: int = MOST_NAMES) -> list[Entry]:
        """What a folder holds, sorted by name; nothing when there is no such folder.

        Raises NotPlain for what is no folder, and OSError (EFBIG) when it holds more than ``most``.
        """
        found = []
        try:
            with self._folder(_parts(path)) as folder, os.scandir(folder) as names:
                for entry in names:
                    is_file, is_folder = entry.is_file(follow_symlinks=False), entry.is_dir(follow_symlinks=False)
                    found.append(Entry(entry.name, is_file, is_folder))
                    if len(found) > most:
                        raise OSError(errno.EFBIG, "more names than any folder of ours has", path)
        except FileNotFoundError:
            return []
        return sorted(found, key=lambda entry: entry.name)

    def files(self, path: str = "") -> list[str]:
        """The names of the plain files in a folder, sorted."""
        return [entry.name for entry in self.entries(path) if entry.is_file]

    def all_files(self, path: str = "") -> Iterator[str]:
        """The paths of all plain files beneath a folder, in order. Raises as :meth:`entries` does."""
        for entry in self.entries(path):
            place = f"{path}/{entry.name}" if path else entry.name
            if entry.is_folder:
                yield from self.all_files(place)
            elif entry.is_file:
                yield place

    def copy(self, into: Path) -> None:
        """Copy the folder with all that is in it to a new place, modes and times too.

        Raises NotPlain, and copies nothing of it, for a name that is neither file nor folder; OSError.
        """
        into.mkdir(mode=0o700)
        self._copy("", into)

    def _copy(self, path: str, into: Path) -> None:
        for entry in self.entries(path):
            place, target = f"{path}/{entry.name}" if path else entry.name, into / entry.name
            if entry.is_folder:
                target.mkdir(mode=0o700)
                self._copy(place, target)
            else:
                with self.open(place) as source, target.open("xb") as copied:
                    shutil.copyfileobj(source, copied)
                    found = os.fstat(source.fileno())
                    os.fchmod(copied.fileno(), stat.S_IMODE(found.st_mode))
                os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))

    def write(self, path: str, data: bytes) -> None:
        """Write a file durably, folders above it included, in the place of whatever had its name: a link is replaced.

        Raises NotPlain when a folder above it is none, OSError.
        """
        with self._folder_of(path, make=True) as (folder, name):
            replace_durably(folder, name, data, owner=_owner_for(folder))

    def mark(self, path: str) -> None:
        """Make an empty file, folders above it included, unless the name is there. Raises NotPlain, OSError."""
        with self._folder_of(path, make=True) as (folder, name), suppress(FileExistsError):
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666, dir_fd=folder))

    def remove(self, path: str) -> None:
        """Delete a file, or the link that has its name. Where there is none, nothing happens. Raises OSError."""
        with suppress(FileNotFoundError), self._folder_of(path) as (folder, name):
            os.unlink(name, dir_fd=folder)

    def remove_unfinished(self, path: str) -> None:
        """Delete what was still being written in a folder when somebody was interrupted."""
        for name in self.files(path):
            if name.endswith(UNFINISHED):
                self.remove(f"{path}/{name}" if path else name)

    def make_folder(self, path: str) -> None:
        """Make a folder, with those above it, unless it is there. Raises NotPlain, OSError."""
        with self._folder(_parts(path), make=True):
            pass

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold the lock of this name in the folder; wait for whoever holds it. Raises NotPlain, OSError."""
        with self._folder((), make=True) as folder:
            lock = _open_lock(folder, name)
        try:
            _refuse_unless_plain_file(os.fstat(lock), name)
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    @contextmanager
    def _folder_of(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The folder a file lies in, open, and the name it has there."""
        *above, name = _parts(path) or _fail(path)
        with self._folder(above, make=make) as folder:
            yield folder, name

    @contextmanager
    def _folder(self, parts: Sequence[str], *, make: bool = False) -> Iterator[int]:
        """A folder beneath this one, open."""
        if make:
            make_folders(self.place)
        folder = os.open(self.place, _FOLDER)
        try:
            device = self._device if self._device is not None else os.fstat(folder).st_dev
            for part in parts:
                if make:
                    _make_folder(folder, part)
                above, folder = folder, _enter(folder, part)
                os.close(above)
            if os.fstat(folder).st_dev != device:
                raise NotPlain("/".join(parts))
            yield folder
        finally:
            os.close(folder)


def _parts(path: str) -> list[str]:
    parts = path.split("/") if path else []
    return parts if all(part and part not in {".", ".."} and "\0" not in part for part in parts) else _fail(path)


def _fail(path: str) -> list[str]:
    raise NotPlain(path)


def _enter(folder: int, name: str) -> int:
    try:
        return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            raise NotPlain(name) from error
        raise


def _make_folder(folder: int, name: str) -> None:
    with suppress(FileExistsError):
        make_folder(folder, name, owner=_owner_for(folder))


def _open_lock(folder: int, name: str) -> int:
    """For its owner alone: whoever else could open it could hold it for ever."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        lock = os.open(name, flags | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
    except FileExistsError:
        return os.open(name, flags, dir_fd=folder)
    if owner := _owner_for(folder):
        os.fchown(lock, *owner)
    return lock


def _owner_for(folder: int) -> tuple[int, int] | None:
    """Whom something belongs to that root makes in this folder; None where it is ours anyway."""
    found = os.fstat(folder)
    return (found.st_uid, found.st_gid) if os.geteuid() == 0 and found.st_uid else None


def _refuse_unless_plain_file(found: os.stat_result, path: str) -> None:
    # A second name may stand outside the folder.
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        raise NotPlain(path)
