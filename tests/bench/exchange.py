"""10,000 records of 600 bytes from the station's outbox to the hub's signed acknowledgement, against the lower bound.

The same with 200 photos of 200 kB. Ours: real agent, real hub, sealed, signed and chained. Floor: SQLite, zstd, POST,
SQLite; a photo is one POST and one row.
"""

from __future__ import annotations

import secrets
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync.protocol.encoding import random_id
from sync.protocol.keys import OpenKey
from sync.station.attachment_store import BlobKind, Blobs
from sync.station.config import load_config
from sync.station.database import open_database, transaction
from tests.bench.figures import Run, rounded, run_counted
from tests.bench.peaks import peak_mb
from tests.bench.relay import counting_relay
from tests.kits.real.hubs import running_hub
from tests.kits.real.programs import end, environment, run_python, start_python, wait_for_file

RECORDS = 10_000
RECORD_BYTES = 600
PHOTOS = 200
PHOTO_BYTES = 200_000


@dataclass(frozen=True)
class Exchange:
    """One agent that sent everything, the bytes it sent, and the most memory the hub held (web and worker)."""

    station: Run
    bytes_up: int
    hub_peak_mb: float


def measure_exchange(folder: Path, *, photos: int = 0) -> dict[str, float]:
    """Seconds, processor seconds of the station's side, and bytes sent up, beside those of the floor."""
    floor, floor_bytes = _run_floor(folder / "floor", photos)
    exchange = run_ours(folder / "ours", photos=photos)
    ours = exchange.station
    return {
        "ours_s": rounded(ours.wall_s),
        "floor_s": rounded(floor.wall_s),
        "ratio": rounded(ours.wall_s / floor.wall_s),
        "ours_cpu_s": rounded(ours.cpu_s),
        "floor_cpu_s": rounded(floor.cpu_s),
        "bytes_up": exchange.bytes_up,
        "floor_bytes_up": floor_bytes,
        "peak_memory_mb_station": rounded(ours.peak_mb),
        "peak_memory_mb_hub": rounded(exchange.hub_peak_mb),
        "peak_memory_mb_floor_client": rounded(floor.peak_mb),
    }


def _run_floor(folder: Path, photos: int) -> tuple[Run, int]:
    folder.mkdir(parents=True)
    database, ready = folder / "client.sqlite", folder / "ready"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE records (id TEXT PRIMARY KEY, sealed BLOB, sent INTEGER DEFAULT 0)")
        rows = ((random_id(), secrets.token_bytes(RECORD_BYTES)) for _ in range(RECORDS))
        connection.executemany("INSERT INTO records (id, sealed) VALUES (?, ?)", rows)
        connection.execute("CREATE TABLE photos (id TEXT PRIMARY KEY, photo BLOB, sent INTEGER DEFAULT 0)")
        pictures = ((random_id(), secrets.token_bytes(PHOTO_BYTES)) for _ in range(photos))
        connection.executemany("INSERT INTO photos (id, photo) VALUES (?, ?)", pictures)
    server = start_python("-m", "tests.bench.floor_server", str(folder / "hub.sqlite"), str(ready))
    try:
        with counting_relay(int(wait_for_file(ready))) as relay:
            command = [sys.executable, "-m", "tests.bench.floor_client", str(database), relay.url]
            return run_counted(command, environment()), relay.bytes_up
    finally:
        end(server)


def run_ours(folder: Path, *, photos: int = 0) -> Exchange:
    """All records and photos once over, and proven to be acknowledged."""
    folder.mkdir(parents=True)
    config, database = folder / "station.toml", folder / "station" / "db" / "station.sqlite"
    with running_hub(folder / "hub") as hub, counting_relay(hub.port) as relay:
        config.write_text(f'data = "station"\nhub_url = "{relay.url}"\n', encoding="utf-8")
        run_python("-m", "installer.enrol", "--config", str(config), "--code", hub.enrolment_code())
        agent = [sys.executable, "-m", "sync.agent", "--config", str(config), "--once"]
        run_counted(agent, environment())  # fetches the content
        fill_outbox(database)
        blobs = Blobs(load_config(config).blobs)
        key = OpenKey.generate().public  # nobody opens them here
        for _ in range(photos):
            blobs.put(secrets.token_bytes(PHOTO_BYTES), kind=BlobKind.PHOTO, key=key)
        before = relay.bytes_up
        run = run_counted(agent, environment())
        _prove_acknowledged(database)
        if left := len(blobs.unsent()):
            raise RuntimeError(f"{left} photos were not sent")
        return Exchange(run, relay.bytes_up - before, peak_mb(hub.pid))


def fill_outbox(database: Path) -> dict[str, bytes]:
    """Put the records in, all at once. Their bytes by their ids."""
    day = datetime.now(UTC).date().isoformat()
    records = {random_id(): secrets.token_bytes(RECORD_BYTES) for _ in range(RECORDS)}
    rows = (("reports", id_, "report", "bench", sealed, day) for id_, sealed in records.items())
    with closing(open_database(database)) as connection, transaction(connection):
        connection.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", rows)
    return records


def _prove_acknowledged(database: Path) -> None:
    with closing(open_database(database)) as connection:
        question = "SELECT sum(count) FROM batches JOIN chains USING (inc) WHERE batches.seq <= acked"
        acknowledged = connection.execute(question).fetchone()[0]
    if acknowledged != RECORDS:
        raise RuntimeError(f"{acknowledged} of {RECORDS} records were acknowledged")
