"""Looking for a text inside others, whatever the case of its letters."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Q, TextField
from django.db.models.lookups import IContains
from django.db.models.sql.compiler import SQLCompiler


class Holds(IContains):
    """``icontains``, written so that PostgreSQL can tell common words from rare ones by what it knows of the column.

    ``UPPER(column)`` is a text of which it knows nothing: it takes each for rare, and reads and sorts all that fit.
    """

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """The condition and what is put into it."""
        column, of_column = compiler.compile(self.lhs)
        pattern, of_pattern = self.process_rhs(compiler, connection)
        return f"{column} ILIKE {pattern}", [*of_column, *of_pattern]


for _kind in (CharField, TextField):
    _kind.register_lookup(Holds, "holds")


def holds(column: str, text: str) -> Q:
    """That this text stands in the column, as a condition."""
    return Q(**{f"{column}__holds": text})
