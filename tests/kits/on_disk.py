"""What of a folder would be left after a power cut just now: what was brought onto its disk, and nothing else.

A file counts with the bytes it had when it was synced last, a name once its folder was synced after it was given, as a
file system may have it at the worst. What was there at the beginning counts as synced. SQLite syncs by itself; its
files are told with what they were at the beginning.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NOT_SYNCED = b"<never brought onto the disk>"


@dataclass
class Disk:
    """What is on the disk of one folder, by the numbers of files and folders."""

    folder: Path
    contents: dict[int, bytes] = field(default_factory=dict)
    names: dict[int, dict[str, int]] = field(default_factory=dict)
    too_early: list[str] = field(default_factory=list)
    """Names that were given to what was not on the disk: a power cut may leave the name alone."""

    def left(self) -> dict[str, bytes]:
        """Paths of the files a power cut would leave, with their bytes; a folder ends with ``/`` and has none."""
        return dict(self._beneath(self.folder.stat().st_ino, ""))

    def there(self) -> dict[str, bytes]:
        """The same of what is there while the power is."""
        found = {}
        for path in self.folder.rglob("*"):
            name = path.relative_to(self.folder).as_posix()
            found[f"{name}/" if path.is_dir() else name] = b"" if path.is_dir() else path.read_bytes()
        return found

    def note(self, descriptor: int) -> None:
        """This is synced now."""
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            with os.scandir(descriptor) as entries:
                self.names[found.st_ino] = {entry.name: entry.inode() for entry in entries}
        else:
            self.contents[found.st_ino] = Path(f"/proc/self/fd/{descriptor}").read_bytes()

    def note_all(self) -> None:
        """Everything is synced now."""
        for path in (self.folder, *self.folder.rglob("*")):
            if path.is_file() or path.is_dir():
                descriptor = os.open(path, os.O_RDONLY)
                try:
                    self.note(descriptor)
                finally:
                    os.close(descriptor)

    def look(self, name: Any, folder: int | None) -> None:
        """What has this name is about to be given another one."""
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISREG(found.st_mode) and self.contents.get(found.st_ino) != self._bytes(name, folder):
            self.too_early.append(os.fspath(name))

    @staticmethod
    def _bytes(name: Any, folder: int | None) -> bytes:
        with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
            return file.read()

    def _beneath(self, number: int, place: str) -> Iterator[tuple[str, bytes]]:
        for name, inner in self.names.get(number, {}).items():
            if inner in self.names or (self.folder / place / name).is_dir():
                yield f"{place}{name}/", b""
                yield from self._beneath(inner, f"{place}{name}/")
            else:
                yield f"{place}{name}", self.contents.get(inner, NOT_SYNCED)


@contextmanager
def watched_disk(folder: Path) -> Iterator[Disk]:
    """Watch what becomes of a folder that exists, through every call of ``os`` that brings something onto a disk."""
    disk = Disk(folder)
    disk.note_all()
    fsync, sync, rename, replace, link = os.fsync, os.sync, os.rename, os.replace, os.link

    def watch_fsync(descriptor: Any) -> None:
        fsync(descriptor)
        disk.note(descriptor if isinstance(descriptor, int) else descriptor.fileno())

    def watch_sync() -> None:
        sync()
        disk.note_all()

    def naming(name: Any) -> Any:
        def named(source: Any, target: Any, *, src_dir_fd: int | None = None, **options: Any) -> None:
            disk.look(source, src_dir_fd)
            name(source, target, src_dir_fd=src_dir_fd, **options)

        return named

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", watch_fsync)
        patch.setattr(os, "sync", watch_sync)
        for word, real in (("rename", rename), ("replace", replace), ("link", link)):
            patch.setattr(os, word, naming(real))
        yield disk
