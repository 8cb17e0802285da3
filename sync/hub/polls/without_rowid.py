"""Migrations for tables that are stored in the order of their key alone.

SQLite gives every row a hidden running number, which would tell the order in which ballots arrived or codes were made.
Whoever changes such a table later has to use these; a test looks at the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import migrations


@contextmanager
def without_row_numbers(schema_editor: Any) -> Iterator[None]:
    """Tables made meanwhile have no row numbers, where the database knows such a thing."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.sql_create_table = "CREATE TABLE %(table)s (%(definition)s) WITHOUT ROWID"
    try:
        yield
    finally:
        vars(schema_editor).pop("sql_create_table", None)


class CreateKeyedModel(migrations.CreateModel):
    """A new table."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it without row numbers."""
        with without_row_numbers(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
