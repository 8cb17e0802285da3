"""The station's one file: opened safely, checked, made when there is none, never reset. Holds no rule about its rows.

Kiosk and agent each open it for themselves. Everything they tell each other stands here.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.files import make_folders

SCHEMA_VERSION = 4
APPLICATION_ID = 0x4D4D5331
"""Marks the file as ours in SQLite's own header ("MMS1")."""

BUSY_SECONDS = 10.0
"""How long one process waits while the other writes."""

# Sealed records that are in no batch yet. Without row numbers and with the day only: neither the place in the
# file nor a time may tell which ballot came first.
_WAITING = """CREATE TABLE waiting (
        stream TEXT NOT NULL CHECK (stream IN ('ballots', 'reports', 'answers')),
        id TEXT NOT NULL CHECK (length(id) = 32),
        kind TEXT NOT NULL, kid TEXT NOT NULL, sealed BLOB NOT NULL, day TEXT NOT NULL CHECK (length(day) = 10),
        PRIMARY KEY (stream, id)
    ) STRICT, WITHOUT ROWID"""
# Chains of batches, by incarnation. seq and hash: the last batch frozen; acked: the hub has everything up to here;
# safe: so has its verified backup. One chain of each stream is current, the others are ended.
_CHAINS = """CREATE TABLE chains (
        inc TEXT PRIMARY KEY CHECK (length(inc) = 32),
        stream TEXT NOT NULL CHECK (stream IN ('ballots', 'reports', 'answers')),
        current INTEGER NOT NULL CHECK (current IN (0, 1)), seq INTEGER NOT NULL, hash TEXT NOT NULL,
        acked INTEGER NOT NULL CHECK (acked BETWEEN 0 AND seq), safe INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID"""
_CURRENT_CHAIN = "CREATE UNIQUE INDEX current_chain ON chains (stream) WHERE current"
# Marks of the participation codes used here. Nothing beside them: neither order, time, poll nor ballot.
_SPENT = "CREATE TABLE spent (mark BLOB PRIMARY KEY CHECK (length(mark) = 32)) STRICT, WITHOUT ROWID"
# The same of the last few, which are written anew with each; they join the others when they are many.
_SPENT_LATELY = "CREATE TABLE spent_lately (mark BLOB PRIMARY KEY CHECK (length(mark) = 32)) STRICT, WITHOUT ROWID"
# For who asks after one report, and for what is old enough to go: neither looks through all that is kept.
_KEPT_REPORTS = "CREATE INDEX kept_reports ON kept (id) WHERE kind IN ('report', 'contribution')"
_BATCHES_BY_DAY = "CREATE INDEX batches_by_day ON batches (day)"

SCHEMA = (
    # Who this station is. No row before enrolment.
    """CREATE TABLE identity (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        device TEXT NOT NULL, kid TEXT NOT NULL, name TEXT NOT NULL, district TEXT NOT NULL,
        hub_jwk TEXT NOT NULL, epoch TEXT NOT NULL, root_sha256 TEXT NOT NULL, enrolled_at TEXT NOT NULL
    ) STRICT""",
    # What kiosk and agent remember in single words and moments.
    "CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # The content package on show.
    """CREATE TABLE content (
        one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, as_of TEXT NOT NULL
    ) STRICT""",
    _WAITING,
    _CHAINS,
    _CURRENT_CHAIN,
    # Frozen batches: signed line 1 and what it binds. lost: the body broke, which was declared in its place.
    """CREATE TABLE batches (
        inc TEXT NOT NULL REFERENCES chains, seq INTEGER NOT NULL CHECK (seq > 0), line TEXT NOT NULL,
        hash TEXT NOT NULL, body_sha256 TEXT NOT NULL, count INTEGER NOT NULL, day TEXT NOT NULL,
        lost INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1)), PRIMARY KEY (inc, seq)
    ) STRICT, WITHOUT ROWID""",
    # Their bodies apart, so that an acknowledgement does not write them again.
    """CREATE TABLE bodies (
        inc TEXT NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (inc, seq), FOREIGN KEY (inc, seq) REFERENCES batches
    ) STRICT, WITHOUT ROWID""",
    # The records of frozen batches, one by one: what is left when a body breaks.
    """CREATE TABLE kept (
        inc TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, kid TEXT NOT NULL,
        sealed BLOB NOT NULL, day TEXT NOT NULL,
        PRIMARY KEY (inc, seq, id), FOREIGN KEY (inc, seq) REFERENCES batches
    ) STRICT, WITHOUT ROWID""",
    _SPENT,
    _SPENT_LATELY,
    _KEPT_REPORTS,
    _BATCHES_BY_DAY,
)

_ADDED = {
    2: (_SPENT,),
    3: (_SPENT_LATELY, _KEPT_REPORTS, _BATCHES_BY_DAY),
    4: (
        "ALTER TABLE waiting RENAME TO waiting_before",
        _WAITING,
        "INSERT INTO waiting SELECT * FROM waiting_before ORDER BY stream, id",
        "DROP TABLE waiting_before",
        "DROP INDEX current_chain",
        "ALTER TABLE chains RENAME TO chains_before",
        _CHAINS,
        "INSERT INTO chains SELECT * FROM chains_before",
        "DROP TABLE chains_before",
        _CURRENT_CHAIN,
        "DROP INDEX IF EXISTS kept_reports",
        _KEPT_REPORTS,
    ),
}
"""What each version has that the one before it had not; the fourth knows the stream of answers."""


class DatabaseUnfit(Exception):  # noqa: N818  it is a finding, said in words to a technician
    """The file is there but must not be used, and must not be replaced either: it may hold votes."""


class DatabaseDamaged(DatabaseUnfit):
    """Its pages are not whole. What can still be read has to be salvaged."""


class StationConnection(sqlite3.Connection):
    """A connection that knows which file it has opened, whatever has that name later."""

    opened: tuple[Path, int, int] | None = None


def open_database(
    path: Path,
    *,
    check: bool = True,
    busy_seconds: float = BUSY_SECONDS,
    factory: type[StationConnection] = StationConnection,
) -> sqlite3.Connection:
    """A connection to the station's file, in which every commit is on disk when it returns.

    Makes the file when there is none (or an empty one). ``check`` looks through the whole file first;
    ``busy_seconds`` is how long to wait for the other process; ``factory`` makes the connection. Transactions are begun
    with :func:`transaction` only.
    Raises DatabaseUnfit, naming the file and what to do, for a damaged file, one of another program or of another
    version; the file is left as it is.
    """
    try:
        if path.is_symlink():
            raise DatabaseUnfit(f"{path} is a link to another file. {_KEEP_IT}")
        _refuse_orphaned_journal(path)
        make_folders(path.parent)
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, factory=factory)
        connection.opened = (path, *_file_number(path))
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnfit(f"{path} cannot be opened ({error}). Check the folder and its permissions.") from error
    try:
        prepare_database(connection, path, check=check)
    except sqlite3.OperationalError as error:
        connection.close()
        raise DatabaseUnfit(
            f"{path} cannot be used now ({error}). Check disk, permissions and who has it open."
        ) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _damaged(path, str(error)) from error
    except BaseException:
        connection.close()
        raise
    if not is_in_place(connection):
        connection.close()
        raise DatabaseUnfit(f"{path} is being replaced just now. Try again.")
    return connection


def is_in_place(connection: sqlite3.Connection) -> bool:
    """False when another file has taken the name of the one opened: what is written now would be lost."""
    opened = connection.opened if isinstance(connection, StationConnection) else None
    return opened is None or _file_number(opened[0]) == opened[1:]


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: on disk when this ends well, not there at all when it does not."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def truncate_journal(connection: sqlite3.Connection, *, patience_ms: int | None = None) -> bool:
    """Carry the journal into the file and empty it: its order tells what was written when.

    False when the other process was reading just then, for longer than ``patience_ms`` (None: as long as any lock is
    waited for); nothing is lost, try again later.
    """
    usual: int = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout = {usual if patience_ms is None else patience_ms}")
    try:
        busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual}")
    return busy == 0


def prepare_database(connection: sqlite3.Connection, path: Path, *, check: bool = True) -> None:
    """Make a bare connection one of ours: checked, with our settings and tables. See :func:`open_database`."""
    # In this order: another process may make the tables just now, and whoever sees them sees whose they are.
    is_empty = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID and not (application == 0 and is_empty):
        raise DatabaseUnfit(f"{path} belongs to another program. Name another data folder in the station's settings.")
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise DatabaseUnfit(f"{path} lies on a disk that cannot keep a journal. Use a local disk.")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA legacy_alter_table = ON")  # whoever refers to a table means its name
    if is_empty:
        _create(connection)
    _check_version(connection, path)
    if check:
        _check_pages(connection, path)
    _upgrade(connection)
    connection.execute("PRAGMA foreign_keys = ON")


def _create(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            return  # the other process was quicker
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("INSERT INTO state VALUES ('schema', ?)", (schema_digest(connection),))


def schema_digest(connection: sqlite3.Connection) -> str:
    """SHA-256 (hex) over everything the file says about its own tables."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version > SCHEMA_VERSION:
        raise DatabaseUnfit(
            f"{path} was written by a newer version (schema {version}, this program knows {SCHEMA_VERSION}). "
            "Install the newer version again; the file is left as it is."
        )
    stored = connection.execute("SELECT value FROM state WHERE key = 'schema'").fetchone()
    if version < 1 or stored is None or stored[0] != schema_digest(connection):
        raise DatabaseUnfit(f"{path} has other tables than schema {version}. {_KEEP_IT}")


def _upgrade(connection: sqlite3.Connection) -> None:
    """Add what this version has more than the file; nothing that is in it is touched."""
    if _version(connection) == SCHEMA_VERSION:
        return
    with transaction(connection):
        for version in range(_version(connection) + 1, SCHEMA_VERSION + 1):  # the other process may have been quicker
            for statement in _ADDED[version]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("UPDATE state SET value = ? WHERE key = 'schema'", (schema_digest(connection),))


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise _damaged(path, "; ".join(found))


def _refuse_orphaned_journal(path: Path) -> None:
    # SQLite deletes a journal whose database is missing or empty. It may be all that is left of the votes.
    journal = path.with_name(path.name + "-wal")
    has_database = path.exists() and path.stat().st_size > 0
    if not has_database and journal.exists() and journal.stat().st_size > 0:
        raise DatabaseUnfit(f"{path} is gone, but its journal {journal.name} is still there. {_KEEP_IT}")


def _file_number(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


_KEEP_IT = "It may hold votes and reports: do not delete it. Move the data folder aside, tell the administrator."


def _damaged(path: Path, finding: str) -> DatabaseDamaged:
    return DatabaseDamaged(
        f"{path} is damaged or no database ({finding}). It may hold votes and reports: do not delete it. "
        "The agent puts it aside when it starts, and saves what can be read into a new one."
    )
