"""The commands this hub offers: its own, each with a sentence. Imports none of them, and Django neither.

Django brings commands of its own, and so do its apps: some change accounts and data, and none writes the audit log.
They are not offered.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

_COMMANDS = Path(__file__).parent / "management" / "commands"
_OF_STATIONS_TOO = {
    "simulate": "a fleet of stations in simulated time, against a new hub.",
    "training": "a new hub full of made-up life, for courses.",
}
"""Commands that stand above hub and stations: the start script carries them out."""


def is_offered(command: str) -> bool:
    """Whether there is a command of this module."""
    return command in {place.stem for place in _modules()}


def offered() -> Mapping[str, tuple[str, str]]:
    """Module of each command to the words it is called by, and its sentence."""
    return dict(sorted(((place.stem, _read(place)) for place in _modules()), key=lambda item: item[1]))


def overview(program: str) -> str:
    """What people get who ask for help."""
    rows = sorted([*offered().values(), *_OF_STATIONS_TOO.items()])
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name:{width}}  {sentence}" for name, sentence in rows]
    return "\n".join([f"{program} --data DIR COMMAND [--help]", "", *lines])


def _modules() -> list[Path]:
    return [place for place in _COMMANDS.glob("*.py") if place.stem != "__init__"]


def _read(place: Path) -> tuple[str, str]:
    """A command's module begins with its name in double backquotes, a colon, and what it does."""
    first = (ast.get_docstring(ast.parse(place.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    name, _, sentence = " ".join(first.split()).partition(": ")
    return name.strip("`"), sentence
