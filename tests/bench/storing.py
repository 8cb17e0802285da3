"""From the cast of a ballot to "stored", against a bare SQLite commit of the same bytes on the same disk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sync.protocol.envelope import seal_ballot
from sync.station.config import load_config
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.outbox import Outbox
from tests.bench.figures import percentile, rounded

CASTS = 500


def measure_storing(config_path: Path, folder: Path) -> dict[str, float]:
    """99th percentiles in milliseconds of casts and bare commits, taken in turn."""
    config = load_config(config_path)
    folder.mkdir(parents=True)
    with closing(open_database(config.database)) as connection, closing(_bare(folder / "bare.sqlite")) as bare:
        package = ContentSets(connection, config.content).active()
        assert package is not None
        poll, key = package.polls()[0], package.keylist().seal_key(datetime.now(UTC))
        outbox = Outbox(connection, clock=lambda: datetime.now(UTC))
        choice = [poll.options[0].id]
        sealed = seal_ballot(poll, choice, key=key)[0].sealed
        ours = [_ms(lambda: outbox.put(seal_ballot(poll, choice, key=key)[0])) for _ in range(20)]
        ours, floor = [], []
        for number in range(CASTS):
            floor.append(_ms(lambda number=number: _commit(bare, number, sealed)))
            ours.append(_ms(lambda: outbox.put(seal_ballot(poll, choice, key=key)[0])))
    return {
        "ours_p50_ms": rounded(percentile(ours, 0.5)),
        "floor_p50_ms": rounded(percentile(floor, 0.5)),
        "ours_p99_ms": rounded(percentile(ours, 0.99)),
        "floor_p99_ms": rounded(percentile(floor, 0.99)),
    }


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, sealed BLOB)")
    return connection


def _commit(connection: sqlite3.Connection, number: int, sealed: bytes) -> None:
    connection.execute("INSERT INTO records VALUES (?, ?)", (number, sealed))


def _ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
