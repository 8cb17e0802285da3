"""Single steps of an installation. Each says what it brings about, knows whether that is already so, and does it once.

A step works below a root folder, so that an installation can be tried in any folder. It decides nothing about order.
"""

# ruff: noqa: ARG002  every step is asked the same way, whether it needs all of it or not

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sync.files import make_folders, write_durably

Runner = Callable[[Sequence[str]], None]
"""Runs one command of the operating system; raises CalledProcessError or OSError when it fails."""


class InstallStep(Protocol):
    """One thing an installation brings about."""

    def says(self) -> str:
        """What the step brings about, in one line."""

    def is_done(self, root: Path) -> bool:
        """Whether nothing is left to do. Commands that repeat without harm always say no."""

    def do(self, root: Path, run: Runner) -> None:
        """Bring it about below this root."""


def below(root: Path, path: Path) -> Path:
    """Where an absolute path lies below another root."""
    return root / path.relative_to("/")


@dataclass(frozen=True)
class PutFile:
    """A file of the operating system with exactly the content of one of ours, readable by everyone."""

    source: Path
    destination: Path

    def says(self) -> str:
        """What the step brings about."""
        return f"write {self.destination}"

    def is_done(self, root: Path) -> bool:
        """True when the same bytes are already there."""
        target = below(root, self.destination)
        return target.is_file() and target.read_bytes() == self.source.read_bytes()

    def do(self, root: Path, run: Runner) -> None:
        """Write the file, replacing an older one in one move."""
        target = below(root, self.destination)
        make_folders(target.parent)
        write_durably(target, self.source.read_bytes())
        target.chmod(0o644)


@dataclass(frozen=True)
class PointTo:
    """A symbolic link; a link to somewhere else is turned round, anything that is not a link is left alone."""

    link: Path
    target: Path

    def says(self) -> str:
        """What the step brings about."""
        return f"point {self.link} to {self.target}"

    def is_done(self, root: Path) -> bool:
        """True when the link is there, or the target itself stands in its place."""
        link = below(root, self.link)
        return link.readlink() == self.target if link.is_symlink() else link == self.target

    def do(self, root: Path, run: Runner) -> None:
        """Make the link. Raises FileExistsError when something else stands in its place."""
        link = below(root, self.link)
        link.parent.mkdir(parents=True, exist_ok=True)
        if link.is_symlink():
            link.unlink()
        link.symlink_to(self.target)


@dataclass(frozen=True)
class RunCommand:
    """A command that may be repeated without harm. ``{root}`` in an argument becomes the root folder."""

    sentence: str
    command: tuple[str, ...]

    def says(self) -> str:
        """What the step brings about."""
        shown = (argument for argument in self.command if "{root}" not in argument)
        return f"{self.sentence} ({' '.join(shown)})"

    def is_done(self, root: Path) -> bool:
        """Always False: the command itself finds out what is left to do."""
        return False

    def do(self, root: Path, run: Runner) -> None:
        """Run the command."""
        run([argument.format(root=root) for argument in self.command])
