"""Files that are there whole or not at all, whatever happens meanwhile. Knows nothing of what is in them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".unfinished"
"""What the name of a file ends with while it is being written."""


def write_durably(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file so that its name never stands for half of it: aside, synced, renamed, folder synced.

    A link of this name is replaced, never followed. ``data`` may come in pieces.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        replace_durably(folder, path.name, data)
    finally:
        os.close(folder)


def replace_durably(
    folder: int, name: str, data: bytes | Iterable[bytes], *, owner: tuple[int, int] | None = None
) -> None:
    """The same in a folder that is open, by its descriptor. ``owner`` (user and group): whose the file is."""
    aside = f"{name}.{secrets.token_hex(4)}{UNFINISHED}"  # two may write the same file at once
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(aside, flags, 0o666, dir_fd=folder), "wb") as file:
            if owner:
                os.fchown(file.fileno(), *owner)
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(aside, dir_fd=folder)
        raise
    os.fsync(folder)


def write_new(
    path: Path, data: bytes | Iterable[bytes], *, owner: tuple[int, int] | None = None, mode: int = 0o600
) -> None:
    """Write a file that is not there yet, durably, with exactly this mode, for ``owner`` (user and group), or us.

    ``data`` may come in pieces.
    Raises FileExistsError rather than overwrite anything. One that cannot be written whole is taken away again.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            if owner:
                os.fchown(file.fileno(), *owner)
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_private(path: Path, data: bytes, *, owner: tuple[int, int] | None = None) -> None:
    """Write a file in place of any before, durably, for its owner alone (mode 0600) from its first byte on."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    write_new(aside, data, owner=owner)
    move_durably(aside, path)


def move_durably(path: Path, to: Path) -> None:
    """Give a file that is on the disk another name, in place of any before; that is on the disk too when this ends."""
    path.replace(to)
    sync_folder(to.parent)
    if path.parent != to.parent:
        sync_folder(path.parent)


def make_folder(above: int, name: str, *, owner: tuple[int, int] | None = None) -> None:
    """Make a folder in one that is open, by its descriptor, durably, for ``owner`` (user and group), or us.

    Raises FileExistsError when the name is taken.
    """
    os.mkdir(name, dir_fd=above)
    if owner:
        os.chown(name, *owner, dir_fd=above, follow_symlinks=False)
    os.fsync(above)  # else a power cut could take the folder with all that was said to be in it


def make_folders(folder: Path, *, mode: int = 0o777) -> None:
    """Make a folder with those above it, unless they are there. All that were made are on the disk when this ends.

    ``mode`` is that of the folder itself.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    for place in reversed(missing):
        sync_folder(place.parent)


def sync_file(path: Path) -> None:
    """Bring what a file holds onto the disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def sync_tree(folder: Path) -> None:
    """Bring a folder with everything in it onto the disk, what is inside first."""
    for path in folder.rglob("*"):
        _sync(path, os.O_RDONLY)
    sync_folder(folder)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
