"""What somebody may lay into a folder that others write to: names that are no plain files, and ways out of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET = b"nobody may see or change this"

Lay = Callable[[Path, Path], object]
"""Lays something at the first place that leads to the second, a file outside."""


def _absolute(place: Path, outside: Path) -> None:
    place.symlink_to(outside)


def _relative(place: Path, outside: Path) -> None:
    place.symlink_to(os.path.relpath(outside, place.parent))


def _link_to_link(place: Path, outside: Path) -> None:
    between = place.with_name(f"{place.name}.between")
    between.unlink(missing_ok=True)
    between.symlink_to(outside)
    place.symlink_to(between.name)


def _second_name(place: Path, outside: Path) -> None:
    place.hardlink_to(outside)


def _pipe(place: Path, _outside: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path, _outside: Path) -> None:
    here = os.open(place.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(f"/proc/self/fd/{here}/{place.name}")  # paths of sockets are short
    os.close(here)


def _nowhere(place: Path, outside: Path) -> None:
    place.symlink_to(outside.with_name("made by following"))


NO_FILES: dict[str, Lay] = {
    "absolute link": _absolute,
    "relative link": _relative,
    "link to a link": _link_to_link,
    "second name": _second_name,
    "pipe": _pipe,
    "socket": _socket,
    "link to nothing": _nowhere,
}
"""In the place of a file."""

NO_FOLDERS: dict[str, Lay] = {
    "absolute link": lambda place, outside: place.symlink_to(outside.parent),
    "relative link": lambda place, outside: place.symlink_to(os.path.relpath(outside.parent, place.parent)),
    "plain file": lambda place, _outside: place.write_bytes(b"no folder"),
    "pipe": _pipe,
}
"""In the place of a folder."""


@contextmanager
def untouched(folder: Path, *, name: str = "secret") -> Iterator[Path]:
    """A file in a folder, both of which are to be after the block as they were before."""
    folder.mkdir()
    (folder / name).write_bytes(SECRET)
    yield folder / name
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_bytes() == SECRET


def lay(how: Lay, place: Path, outside: Path) -> None:
    """Lay it there, in the place of whatever there is, folders above it included."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        place.rename(place.with_name(f"{place.name}.away"))
    place.unlink(missing_ok=True)
    how(place, outside)
