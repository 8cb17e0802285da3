"""Room kept on the station's disk for the last votes: a file of zeros that is given up when nothing else is left.

Says what the station may still take. Reports stop first, votes last. Knows no rows and no screens.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

RESERVE_BYTES = 64 * 1024 * 1024
"""Some 40,000 ballots with their batches (docs/protocol.md, section 14)."""

LEAST_SHARE = 16
"""A vote needs free at least this part of the reserve: the journal grows before anything reaches the file."""

NAME = "reserve"


def free_bytes(folder: Path) -> int:
    """What the disk of this folder can still take."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True)
class Room:
    """What there is still room for. Where there is none for reports, there may be for votes, never the other way."""

    votes: bool
    reports: bool


class Reserve:
    """The reserve in one data folder. ``size`` in bytes; ``free`` says what the disk of a folder can still take."""

    def __init__(self, folder: Path, *, size: int = RESERVE_BYTES, free: Callable[[Path], int] = free_bytes) -> None:
        self._folder = folder
        self._path = folder / NAME
        self._size = size
        self._free = free

    @property
    def is_whole(self) -> bool:
        """True when the file is there in its full size."""
        try:
            found = self._path.lstat()
            return stat.S_ISREG(found.st_mode) and found.st_size >= self._size
        except OSError:
            return False

    def keep(self) -> bool:
        """Set the room aside, if the disk has so much that nothing else suffers. True when it is set aside."""
        if self.is_whole:
            return True
        self.give_up()  # what a full disk or a power cut has left of it
        with suppress(OSError):
            if self._free(self._folder) < 2 * self._size:
                return False
            # Made by us: what lies in a shared folder may be a link to something else.
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o640)
            try:
                os.posix_fallocate(descriptor, 0, self._size)
            finally:
                os.close(descriptor)
        return self.is_whole

    def give_up(self) -> bool:
        """Give the room back to the disk. False when there was none set aside."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def make_way(self) -> None:
        """Give the room back if the disk is so full that not even the database could be opened."""
        with suppress(OSError):
            if self._free(self._folder) < self._size // LEAST_SHARE:
                self.give_up()

    def room(self, unused: int) -> Room:
        """What may still be taken. ``unused`` is what lies free inside the database file, in bytes.

        Raises OSError when the disk does not answer.
        """
        disk = self._free(self._folder) + (self._size if self.is_whole else 0)
        least = self._size // LEAST_SHARE
        votes = disk >= least
        return Room(votes=votes, reports=votes and disk + unused >= self._size + least)

    def has_room_for_attachments(self) -> bool:
        """True while there is plenty: attachments are the first that stop. Raises OSError."""
        return self.is_whole and self._free(self._folder) >= self._size

    def is_short(self, unused: int) -> bool:
        """True when it is time to delete what the hub has safely, though it is not old yet."""
        disk = self._free(self._folder) + (self._size if self.is_whole else 0)
        return disk + unused < 2 * self._size


def unused_bytes(connection: sqlite3.Connection) -> int:
    """What lies free inside the database file and will be used before it grows."""
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_size"))
    return int(pages) * int(size)


def is_disk_full(error: sqlite3.Error) -> bool:
    """True when SQLite failed because the disk took no more (or did not say why it took no more)."""
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
