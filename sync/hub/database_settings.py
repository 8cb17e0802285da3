"""Where the hub keeps its rows: the embedded SQLite file, or a PostgreSQL that a URL names. Holds no rule of the hub.

No password need stand in ``hub.toml``, and none is taken from the environment: the URL names a file of PostgreSQL's
(``?passfile=/etc/mitmachhub.pgpass``), or the server asks for none (its socket, certificates).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sync.hub.config import HubConfig
from sync.hub.data_folder import HubFolder

_OF_DJANGO = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_settings(folder: HubFolder, config: HubConfig) -> dict[str, Any]:
    """Django's settings of the hub's database. Raises ValueError for a URL that is none of PostgreSQL."""
    return _postgresql(config.database) if config.database else _sqlite(folder)


def use_database(folder: HubFolder, config: HubConfig) -> None:
    """From now on this thread's queries go to the database of this folder and these settings."""
    from django.db import connections

    connections.close_all()
    named = connections.configure_settings({"default": database_settings(folder, config)})
    connections.settings["default"] = named["default"]
    connections["default"] = connections.create_connection("default")


class OwnFile(sqlite3.Connection):
    """A connection to a file that is there and no link: who may write beside it must not choose what we open or make.

    SQLite itself follows none to its journal.
    """

    def __init__(self, database: Path, *arguments: Any, **options: Any) -> None:
        if Path(database).is_symlink():
            raise sqlite3.OperationalError(f"{database} is a link to another file")
        address = f"{Path(database).absolute().as_uri()}?mode=rw"
        super().__init__(address, *arguments, **options | {"uri": True})


class ClosedIfUnfit(OwnFile):
    """Django asks a connection itself, not a cursor, only to set it up, and forgets it when that fails."""

    def execute(self, *statement: Any) -> sqlite3.Cursor:
        """Ask, and close when there is no answer."""
        try:
            return super().execute(*statement)
        except sqlite3.Error:
            self.close()
            raise


def _sqlite(folder: HubFolder) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder.database,
        # A connection per thread stays open: closing the last one would write back the whole journal.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer takes its lock when it begins, so that it never has to give up in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "factory": ClosedIfUnfit,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
            # Pages in random order are written back once for many batches instead of once for a few.
            "PRAGMA wal_autocheckpoint=4000;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        if not url.startswith(("postgresql://", "postgres://")):
            raise ValueError("it does not begin with postgresql://")
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except (ProgrammingError, ValueError) as error:
        raise ValueError(f"the address of the database cannot be used: {error}") from error
    # Whatever server, database or role say: what is acknowledged is on the disk. It can be said per connection.
    parts["options"] = f"{parts.get('options', '')} -c synchronous_commit=on".strip()
    named = {ours: parts.pop(name) for name, ours in _OF_DJANGO.items() if name in parts}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, "OPTIONS": parts, **named}
