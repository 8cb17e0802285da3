"""Where a signed content repository keeps what the hub says on its own, beside what people publish. Names, no bytes.

The publisher's signed list hands the folder ``hub/`` to a role of its own (a TUF delegation), whose key lies at the
hub. So the hub can tell stations how the ballot log and the defect reports stand, and can touch nothing else.
"""

from __future__ import annotations

import re

from sync.protocol.errors import Refused

ROLE = "hub"
"""The role that signs announcements."""

FOLDER = "hub/"
"""Stands before the name of every announcement in the repository."""

PATTERN = f"{FOLDER}*"
"""What the role may sign: files of this folder, none deeper."""

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")


def check_name(name: str) -> str:
    """The name itself. Raises Refused unless it is small letters, digits, dots and hyphens: a plain file name."""
    if not _NAME.fullmatch(name) or name == "manifest.json":
        raise Refused(f"{name!r} cannot be the name of an announcement")
    return name


def announced_name(path: str) -> str:
    """The name of the announcement at this path of the repository. Raises Refused for any other path."""
    if not path.startswith(FOLDER):
        raise Refused(f"{path!r} is no announcement")
    return check_name(path.removeprefix(FOLDER))
