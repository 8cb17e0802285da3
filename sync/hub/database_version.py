"""Whether a hub's database has the tables that this program works with. Only looks, and does so without Django.

Each step that a database has taken stands in its table ``django_migrations``; each that this program knows is a file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from sync.hub.config import HubConfig
from sync.hub.data_folder import HubFolder
from sync.sqlite_files import open_read_only

Steps = frozenset[tuple[str, str]]
"""Application and name of each."""

_QUESTION = "SELECT app, name FROM django_migrations"
OLDER = (
    "The database of this hub is of an older version of this program. Make a backup with that version, then run: "
    "./mitmach hub --data DIR upgrade"
)
NEWER = (
    "The database of this hub is of a newer version of this program; this one would damage it. Install that version."
)


def why_unfit(folder: HubFolder, config: HubConfig) -> str | None:
    """What keeps this program from working with the hub's database, in one sentence; None when nothing does.

    A database that is not there, or does not answer, is for others to tell.
    """
    return judge_steps(_steps_of(folder, config))


def judge_steps(taken: Iterable[tuple[str, str]] | None) -> str | None:
    """The same of a database that has taken these steps; None: it is not known which."""
    if taken is None:
        return None
    known, had = known_steps(), frozenset(taken)
    # Only of the applications of this program: what others have left in a database is theirs.
    ours = {app for app, _ in known}
    if any(app in ours and (app, name) not in known for app, name in had):
        return NEWER
    return OLDER if known - had else None


def known_steps() -> Steps:
    """All steps of this program."""
    from sync.hub.settings import INSTALLED_APPS

    return frozenset(
        (app.rpartition(".")[2], path.stem)
        for app in INSTALLED_APPS
        for folder in _folders_of(app)
        for path in (folder / "migrations").glob("[0-9]*.py")
    )


def steps_in(place: Path) -> Steps | None:
    """The steps that a SQLite file has taken; None when it does not say."""
    try:
        with closing(open_read_only(place)) as database:
            return frozenset(database.execute(_QUESTION).fetchall())
    except sqlite3.Error:
        return None


def _folders_of(app: str) -> list[Path]:
    found = find_spec(app)
    return [Path(place) for place in (found.submodule_search_locations or [])] if found else []


def _steps_of(folder: HubFolder, config: HubConfig) -> Steps | None:
    if not config.database:
        return steps_in(folder.database) if folder.database.exists() else None
    import psycopg

    try:
        with psycopg.connect(config.database, connect_timeout=5) as database:
            return frozenset((str(app), str(name)) for app, name in database.execute(_QUESTION).fetchall())
    except (psycopg.Error, OSError):
        return None
