"""Files that systems and editors lay beside those of people: passed over wherever a folder of people is read.

A Mac writes ``._poll.json`` beside ``poll.json`` on a stick, Windows ``Thumbs.db`` beside pictures. Reads nothing.
"""

from __future__ import annotations

from pathlib import PurePath

_NAMES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "autorun.inf", "icon\r", "lost+found"}
    | {"__macosx", "$recycle.bin", "recycler", "system volume information", "lost.dir", "@eadir"}
)
_BEGINNINGS = (".", "~$", "~lock.", "#")
_ENDINGS = ("~", ".swp", ".swo")


def is_side_file(path: PurePath | str) -> bool:
    """True for a name that no person gives: of a file, or of any folder on its path (relative to what is read)."""
    return any(_is_side_name(part.casefold()) for part in PurePath(path).parts if part != "..")


def _is_side_name(name: str) -> bool:
    return name in _NAMES or name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS)
