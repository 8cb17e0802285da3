"""Real users of an installed system below a folder: what each may do there is asked of the kernel."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become other users")


@dataclass(frozen=True)
class User:
    """One user and its groups, the first of them its own."""

    name: str
    uid: int
    groups: tuple[int, ...]

    def says(self, command: str, *arguments: object) -> bool:
        """True when a command of the shell works for this user. Its arguments are ``$1`` and on."""
        ran = subprocess.run(
            ["sh", "-c", command, "sh", *map(str, arguments)],
            user=self.uid,
            group=self.groups[0],
            extra_groups=self.groups,
            cwd="/",
            capture_output=True,
            check=False,
        )
        return ran.returncode == 0

    def may_list(self, folder: Path) -> bool:
        return self.says('ls -- "$1"', folder)

    def may_lay(self, folder: Path) -> bool:
        """May make a new name in a folder; with it, may rename and delete any there (no folder of ours is sticky)."""
        return self.says(': >"$1/laid" && rm -- "$1/laid"', folder)

    def may_read(self, file: Path) -> bool:
        return self.says('cat -- "$1"', file)

    def may_change(self, file: Path) -> bool:
        return self.says(': >>"$1"', file)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """This process acts as the user until the block ends."""
        groups = os.getgroups()
        os.setgroups(self.groups)
        os.setegid(self.groups[0])
        os.seteuid(self.uid)
        try:
            yield
        finally:
            os.seteuid(0)
            os.setegid(0)
            os.setgroups(groups)


@contextmanager
def open_root() -> Iterator[Path]:
    """A new folder that every user may enter, to be the root of a system."""
    place = Path(tempfile.mkdtemp(prefix="mitmach-root-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def users_of(root: Path) -> dict[str, User]:
    """The users of the system below a folder, by their names."""
    passwd = [line.split(":") for line in (root / "etc/passwd").read_text(encoding="utf-8").splitlines()]
    group = [line.split(":") for line in (root / "etc/group").read_text(encoding="utf-8").splitlines()]
    users = {}
    for name, _, uid, gid, *_ in passwd:
        more = [int(number) for _, _, number, members in group if name in members.split(",")]
        users[name] = User(name, int(uid), tuple(dict.fromkeys([int(gid), *more])))
    return users
