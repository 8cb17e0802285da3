"""The database itself refuses to change or remove a line of the ballot log, or what was signed about it."""

from django.db import migrations

TABLES = ("ballot_log_logline", "ballot_log_logcheckpoint")
SQLITE = [
    f"""
    CREATE TRIGGER {table}_no_{word} BEFORE {word.upper()} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the ballot log is append-only'); END
    """
    for table in TABLES
    for word in ("update", "delete")
]
POSTGRESQL = [
    """
    CREATE FUNCTION ballot_log_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'the ballot log is append-only'; END
    $$ LANGUAGE plpgsql
    """,
    *(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ballot_log_refuse()
        """
        for table in TABLES
    ),
]


def install(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ballot_log", "0001_initial")]
    operations = [migrations.RunPython(install)]
