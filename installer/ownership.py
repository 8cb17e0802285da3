"""Whether anybody but root could change what root runs, or put something else in its place. Looks, changes nothing.

A program is as safe as its weakest part: every file and folder of it, every folder above it, and wherever the links in
it lead. What is said here is said in words, for a person to mend.
"""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from installer.readiness import Finding, Grade

ROOT = 0
MOST_LINKS = 40
"""As many as Linux follows on one way."""

ADVICE = (
    "Whoever may change it could do everything on this machine. Let root own the project and every folder above it: "
    "clone it to /opt/mitmachstation as root, or say: chown -R root:root FOLDER, then chmod -R go-w FOLDER."
)


def find_weak_spot(place: Path, *, owner: int = ROOT) -> str | None:
    """The first thing that others could change, in words; None when nobody could but root and ``owner`` (a user's id).

    Looks at a file, or at a folder with all that is in it, at what is above it and at what links lead to.
    """
    return next(_weak_spots(place, owners={ROOT, owner}, seen=set()), None)


def find_weak_folder(place: Path, *, owner: int = ROOT) -> str | None:
    """The same for a folder and those above it, whatever is in it."""
    return next(_weak_on_the_way(place, owners={ROOT, owner}), None)


def check_installed(code: Path, data: Path, *, owner: int = ROOT) -> list[Finding]:
    """What holds for a station and a hub as installed: root's program, and a data folder that is root's.

    ``code`` is where the units expect the program; where it is not, nothing is installed, and nothing is said.
    """
    if not code.exists():
        return []
    weak, open_to = find_weak_spot(code, owner=owner), find_weak_folder(data, owner=owner)
    return [
        Finding("program", Grade.UNFIT, weak, ADVICE)
        if weak
        else Finding("program", Grade.FIT, f"nobody but root can change {code}"),
        Finding(
            "folders",
            Grade.UNFIT,
            f"{open_to}: what lies there could be replaced",
            "Say once more: sudo ./mitmach install.",
        )
        if open_to
        else Finding("folders", Grade.FIT, f"nobody but root can lay or rename anything in {data}"),
    ]


def _weak_spots(place: Path, *, owners: set[int], seen: set[Path]) -> Iterator[str]:
    yield from _weak_on_the_way(place, owners=owners)
    whole = place.resolve()
    if whole in seen or not whole.is_dir():
        return
    seen.add(whole)
    for folder, folders, files in os.walk(whole):
        for name in (*folders, *files):
            path = Path(folder, name)
            if weak := _weakness(path, owners=owners):
                yield weak
            if path.is_symlink() and not path.resolve().is_relative_to(whole):
                yield from _weak_spots(path, owners=owners, seen=seen)


def _weak_on_the_way(place: Path, *, owners: set[int]) -> Iterator[str]:
    for path in _way_to(place):
        # In a sticky folder nobody may take away what is not theirs.
        if weak := _weakness(path, owners=owners, may_be_sticky=path != place):
            yield weak


def _way_to(place: Path) -> Iterator[Path]:
    """Every folder and link the kernel goes through, and what it comes to."""
    here, left, links = Path("/"), [*reversed(place.absolute().parts[1:])], 0
    yield here
    while left and links <= MOST_LINKS:
        part = left.pop()
        if part == "..":
            here = here.parent
            continue
        here /= part
        yield here
        if here.is_symlink():
            links += 1
            target = here.readlink()
            left += reversed(target.parts[1:] if target.is_absolute() else target.parts)
            here = Path("/") if target.is_absolute() else here.parent


def _weakness(path: Path, *, owners: set[int], may_be_sticky: bool = False) -> str | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if found.st_uid not in owners:
        return f"{path} belongs to {_user(found.st_uid)}"
    is_sticky = may_be_sticky and stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
    if stat.S_ISLNK(found.st_mode) or is_sticky:
        return None
    if found.st_mode & stat.S_IWOTH:
        return f"{path} may be changed by everybody"
    return f"{path} may be changed by the group {_group(found.st_gid)}" if found.st_mode & stat.S_IWGRP else None


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
