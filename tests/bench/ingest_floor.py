"""The least any intake on these databases must do: hand-written inserts, one transaction per batch, and nothing else.

A raw batch, and beside it a row for each of its records under a unique random id. No request, no key, no chain.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from sync.protocol.encoding import random_id

RECORDS, RECORD_BYTES = 100, 600

_COLUMNS = "record_id, kind, kid, digest, batch, place"
_TABLES = """
    CREATE TABLE batches (id {serial}, hash TEXT UNIQUE, line TEXT, body {bytes}, ack TEXT);
    CREATE TABLE records (id {serial}, record_id TEXT UNIQUE, kind TEXT, kid TEXT, digest {bytes}, batch BIGINT,
        place INTEGER);
"""

_Batch = tuple[str, str, bytes, str]
_Record = tuple[str, str, str, bytes, int, int]
Rows = Sequence[tuple[_Batch, Sequence[_Record]]]
Insert = Callable[[Rows], list[float]]
"""Inserts these batches. The milliseconds of each."""


@contextmanager
def bare_sqlite(path: Path) -> Iterator[Insert]:
    """On the embedded database, with the hub's settings."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
            + _TABLES.format(serial="INTEGER PRIMARY KEY", bytes="BLOB")
        )

        def insert_one(batch: _Batch, records: Sequence[_Record]) -> None:
            with connection:
                connection.execute("INSERT INTO batches (hash, line, body, ack) VALUES (?, ?, ?, ?)", batch)
                connection.executemany(f"INSERT INTO records ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", records)

        yield lambda rows: [_timed(insert_one, batch, records) for batch, records in rows]


@contextmanager
def bare_postgresql(url: str) -> Iterator[Insert]:
    """On a server."""
    with psycopg.connect(url) as connection:
        for statement in _TABLES.format(serial="BIGSERIAL PRIMARY KEY", bytes="BYTEA").split(";")[:-1]:
            connection.execute(statement)  # type: ignore[arg-type]
        connection.commit()

        def insert_one(batch: _Batch, records: Sequence[_Record]) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO batches (hash, line, body, ack) VALUES (%s, %s, %s, %s)", batch)
                with cursor.copy(f"COPY records ({_COLUMNS}) FROM STDIN") as copy:  # type: ignore[arg-type]
                    for record in records:
                        copy.write_row(record)

        yield lambda rows: [_timed(insert_one, batch, records) for batch, records in rows]


def make_rows(count: int) -> Rows:
    """So many batches, each with its records."""
    return [_rows(number) for number in range(count)]


def _timed(insert_one: Callable[[_Batch, Sequence[_Record]], None], batch: _Batch, records: Sequence[_Record]) -> float:
    begun = time.perf_counter()
    insert_one(batch, records)
    return (time.perf_counter() - begun) * 1000


def _rows(number: int) -> tuple[_Batch, Sequence[_Record]]:
    records = [
        (random_id(), "report", "k" * 43, os.urandom(32), number, place) for place in range(RECORDS)
    ]  # the body is about as long as its records, sealed and compressed
    return (random_id() * 2, "l" * 500, secrets.token_bytes(RECORDS * (RECORD_BYTES + 40)), "a" * 500), records
