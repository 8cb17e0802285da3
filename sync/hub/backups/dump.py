"""The database as one SQLite file, and back. Whatever database the hub uses, its copy has the same form.

So one way of proving a copy serves all, and a hub moves from the embedded database to a server and back by a copy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction

from sync.hub.database_version import NEWER, judge_steps, steps_in
from sync.protocol.errors import Refused
from sync.sqlite_files import open_read_only

COPY = "copy"
"""Django's name for the database file that is written or read here."""
ROWS_AT_ONCE = 500
_LEFT_OUT = frozenset({"sessions.Session"})
"""Who is logged in is nobody's business later."""


@contextmanager
def opened(path: Path) -> Iterator[str]:
    """The name under which Django reaches this database file, until the block ends."""
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    connections.settings[COPY] = connections.configure_settings({"default": {}, COPY: settings})[COPY]
    connections[COPY] = connections.create_connection(COPY)
    try:
        yield COPY
    finally:
        connections[COPY].close()
        del connections[COPY]
        del connections.settings[COPY]


def one_transaction() -> AbstractContextManager[object]:
    """All that is done to the database or, if the block fails, nothing: where tables are made and filled in one go.

    The embedded database cannot do that; there the file goes with the rest of a folder that is half made.
    """
    return transaction.atomic() if connections["default"].vendor == "postgresql" else nullcontext()


def refuse_used_database() -> None:
    """Raises FileExistsError when the database of this hub holds anything, OperationalError when it is not there."""
    if connections["default"].introspection.table_names():
        raise FileExistsError("the database is not empty; nothing was changed in it")


def migrate_copy(place: Path) -> None:
    """Give a copy the tables of this version. Raises Refused for one that a newer version has made."""
    if judge_steps(steps_in(place)) == NEWER:
        raise Refused("this backup is of a newer version of this program; restore it with that one")
    with opened(place) as copy:
        try:
            call_command("migrate", database=copy, verbosity=0, interactive=False)
        except DatabaseError as error:
            raise Refused(f"the copy of the database cannot be read: {error}") from error


def write_copy(place: Path) -> None:
    """The database of this hub, as it is at one moment, as a new file. Everybody else goes on working."""
    place.touch(mode=0o600, exist_ok=False)
    source = connections["default"]
    if source.vendor == "sqlite":
        source.ensure_connection()
        with closing(sqlite3.connect(place)) as target:
            source.connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("PRAGMA secure_delete = ON")
            target.execute("DELETE FROM django_session")  # left out here, too
            target.commit()
        return
    with opened(place) as copy, transaction.atomic():
        with source.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        call_command("migrate", database=copy, verbosity=0, interactive=False)
        _copy_rows("default", copy)


def read_copy(place: Path) -> None:
    """Fill this hub's database, which has to be empty, from such a file with the tables of this version."""
    target = connections["default"]
    if target.vendor == "sqlite":
        with closing(open_read_only(place)) as source:
            target.ensure_connection()
            source.backup(target.connection)
        target.close()
        return
    refuse_used_database()
    with opened(place) as copy:
        call_command("migrate", verbosity=0, interactive=False)
        _copy_rows(copy, "default")


def _copy_rows(source: str, target: str) -> None:
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.label not in _LEFT_OUT]
    with transaction.atomic(using=target), connections[target].constraint_checks_disabled():
        for model in reversed(tables):  # what migrating put there by itself
            if model._base_manager.using(target).exists():
                model._base_manager.using(target).all()._raw_delete(target)
        for model in _in_order(tables):
            rows = model._base_manager.using(source).order_by("pk").iterator(ROWS_AT_ONCE)
            for some in _pieces(rows):
                model._base_manager.using(target).bulk_create(some)
        with connections[target].cursor() as cursor:
            for statement in connections[target].ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)


def _in_order(tables: list[type[models.Model]]) -> list[type[models.Model]]:
    """Whoever is referred to comes first."""
    done: list[type[models.Model]] = []
    left = list(tables)
    while left:
        ready = [
            model
            for model in left
            if all(
                field.related_model in done or field.related_model is model or field.related_model not in tables
                for field in model._meta.concrete_fields
                if field.is_relation
            )
        ]
        done += ready
        left = [model for model in left if model not in ready]
        if not ready:
            raise ValueError("the tables refer to each other in a circle")
    return done


def _pieces(rows: Iterator[models.Model]) -> Iterator[list[models.Model]]:
    some: list[models.Model] = []
    for row in rows:
        some.append(row)
        if len(some) == ROWS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some
