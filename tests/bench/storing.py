"""From the cast of a ballot to "stored", against a bare SQLite commit of the same bytes on the same disk.

Two floors: the commit alone, and the commit with the journal emptied after it, since its order would tell who voted
when. The second is what is promised; the first is what it would cost to promise less.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sync.protocol.envelope import seal_ballot
from sync.station.config import load_config
from sync.station.content_store import ContentSets
from sync.station.database import open_database, transaction
from sync.station.outbox import Outbox
from tests.bench.figures import percentile, rounded

WARM_UP, CASTS = 20, 300


def measure_storing(config_path: Path, folder: Path) -> dict[str, float]:
    """Percentiles in milliseconds of casts and bare commits, taken in turn. As many wait as an agent lets wait."""
    config = load_config(config_path)
    folder.mkdir(parents=True)
    with (
        closing(open_database(config.database)) as connection,
        _bare(folder / "bare.sqlite") as bare,
        _bare(folder / "emptied.sqlite") as emptied,
    ):
        package = ContentSets(connection, config.content).active()
        assert package is not None
        poll, key = package.polls()[0], package.keylist().seal_key(datetime.now(UTC))
        outbox = Outbox(connection, clock=lambda: datetime.now(UTC))
        choice = [poll.options[0].id]
        sealed = seal_ballot(poll, choice, key=key)[0].sealed
        times: dict[str, list[float]] = {"ours": [], "floor": [], "floor_emptied": []}
        for number in range(WARM_UP + CASTS):
            times["floor"].append(_ms(lambda number=number: _commit(bare, number, sealed)))
            times["floor_emptied"].append(_ms(lambda number=number: _commit_and_empty(emptied, number, sealed)))
            times["ours"].append(_ms(lambda: outbox.put(seal_ballot(poll, choice, key=key)[0])))
            if number % config.sync.ballots_together == 0:
                with transaction(connection):
                    connection.execute("DELETE FROM waiting")
    return {
        f"{name}_p{share}_ms": rounded(percentile(samples[WARM_UP:], share / 100))
        for share in (50, 99)
        for name, samples in times.items()
    }


@contextmanager
def _bare(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, sealed BLOB)")
        yield connection


def _commit(connection: sqlite3.Connection, number: int, sealed: bytes) -> None:
    connection.execute("INSERT INTO records VALUES (?, ?)", (number, sealed))


def _commit_and_empty(connection: sqlite3.Connection, number: int, sealed: bytes) -> None:
    _commit(connection, number, sealed)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
