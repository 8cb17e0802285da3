"""The migration step for tables that only grow: the database itself refuses to change or remove a row."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def make_append_only(*tables: str, called: str) -> migrations.RunPython:
    """A step that guards ``tables``; ``called`` is how the database's refusal names them. SQLite and PostgreSQL."""

    def install(_apps: Any, schema_editor: Any) -> None:
        statements = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
        for statement in statements(tables, f"the {called} is append-only"):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(install)


def _sqlite(tables: tuple[str, ...], refusal: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{word} BEFORE {word.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for table in tables
        for word in ("update", "delete")
    ]


def _postgresql(tables: tuple[str, ...], refusal: str) -> list[str]:
    function = f"{tables[0]}_refuse"
    return [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            for table in tables
        ),
    ]
