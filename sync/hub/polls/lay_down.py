"""Writing the box anew, in the order of its hashes: then no page, row place or transaction number tells what came when.

A database keeps rows where it put them first: the cells of a page in the order of their insertion, and so PostgreSQL's
``ctid`` and ``xmin``. Read by ``SELECT ... ORDER BY`` nobody sees it; who has the file does. So the tables that a
ballot leaves a trace in are written as a whole, once a day, after the ballots of that day have entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection, models, transaction

from sync.hub.polls.models import BoxedBallot, BoxRound, CodeMark

LAID: tuple[type[models.Model], ...] = (BoxedBallot, CodeMark)
"""The tables whose rows change when a ballot comes."""


def is_box_day(today: date) -> bool:
    """True when no ballot has entered the box today."""
    return not BoxRound.objects.filter(day__gte=today).exists()


def end_box_round(today: date, *, has_changed: bool, also: Sequence[type[models.Model]] = ()) -> None:
    """The ballots of a round are in the box. The next round is tomorrow. ``also``: other tables that changed so."""
    if has_changed:
        lay_down((*LAID, *also))
    if is_box_day(today):
        BoxRound.objects.update_or_create(one=1, defaults={"day": today})


def lay_down(tables: Sequence[type[models.Model]] = LAID) -> None:
    """Write these tables anew, each in one piece. Their rows stay as they are."""
    lay = _lay_postgresql if connection.vendor == "postgresql" else _lay_sqlite
    with transaction.atomic():
        for model in tables:
            lay(model._meta.db_table, str(model._meta.pk.column))


def _lay_sqlite(table: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC", [table]
        )
        made, *indexes = (str(row[0]) for row in cursor.fetchall())
        cursor.execute(made.replace(f'"{table}"', f'"{table}_laid"', 1))
        cursor.execute(f'INSERT INTO "{table}_laid" SELECT * FROM "{table}" ORDER BY "{key}"')  # noqa: S608
        cursor.execute(f'DROP TABLE "{table}"')
        cursor.execute(f'ALTER TABLE "{table}_laid" RENAME TO "{table}"')
        for index in indexes:
            cursor.execute(index)


def _lay_postgresql(table: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE')
        cursor.execute(f'CREATE TEMPORARY TABLE laid ON COMMIT DROP AS SELECT * FROM "{table}"')  # noqa: S608
        cursor.execute(f'TRUNCATE "{table}"')
        cursor.execute(f'INSERT INTO "{table}" SELECT * FROM laid ORDER BY "{key}"')  # noqa: S608
        cursor.execute("DROP TABLE laid")
