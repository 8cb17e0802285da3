"""10,000 records of 600 bytes from the station's outbox to the hub's signed acknowledgement, against the lower bound.

Ours: real agent, real hub, sealed, signed and chained. Floor: SQLite, zstd, POST, SQLite.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sync.database import open_database, transaction
from sync.encoding import random_id
from tests.bench.figures import Run, rounded, run_counted
from tests.bench.relay import counting_relay

RECORDS = 10_000
RECORD_BYTES = 600
PROJECT = Path(__file__).resolve().parents[2]


def measure_exchange(folder: Path) -> dict[str, float]:
    """Seconds, processor seconds of the station's side, and bytes sent up, beside those of the floor."""
    floor, floor_bytes = _run_floor(folder / "floor")
    ours, our_bytes = _run_ours(folder / "ours")
    return {
        "ours_s": rounded(ours.wall_s),
        "floor_s": rounded(floor.wall_s),
        "ratio": rounded(ours.wall_s / floor.wall_s),
        "ours_cpu_s": rounded(ours.cpu_s),
        "floor_cpu_s": rounded(floor.cpu_s),
        "bytes_up": our_bytes,
        "floor_bytes_up": floor_bytes,
    }


def _run_floor(folder: Path) -> tuple[Run, int]:
    folder.mkdir(parents=True)
    database, ready = folder / "client.sqlite", folder / "ready"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE records (id TEXT PRIMARY KEY, sealed BLOB, sent INTEGER DEFAULT 0)")
        rows = ((random_id(), secrets.token_bytes(RECORD_BYTES)) for _ in range(RECORDS))
        connection.executemany("INSERT INTO records (id, sealed) VALUES (?, ?)", rows)
    server = _python("-m", "tests.bench.floor_server", str(folder / "hub.sqlite"), str(ready))
    try:
        _wait_for(ready)
        with counting_relay(int(ready.read_text(encoding="ascii"))) as relay:
            command = [sys.executable, "-m", "tests.bench.floor_client", str(database), relay.url]
            return run_counted(command, _environment()), relay.bytes_up
    finally:
        _end(server)


def _run_ours(folder: Path) -> tuple[Run, int]:
    folder.mkdir(parents=True)
    hub, ready, config = folder / "hub", folder / "ready.json", folder / "station.toml"
    _hub(hub, "init", "--showing")
    code = _hub(hub, "enrol-code", "--name", "Messung", "--district", "N").strip()
    server = _python("-m", "sync.hub", "--data", str(hub), "run", "--port", "0", "--ready-file", str(ready))
    try:
        _wait_for(ready)
        port = int(json.loads(ready.read_text(encoding="utf-8"))["url"].rsplit(":", 1)[1].strip("/"))
        with counting_relay(port) as relay:
            config.write_text(f'data = "station"\nhub_url = "{relay.url}"\n', encoding="utf-8")
            agent = [sys.executable, "-m", "sync.agent", "--config", str(config), "--once"]
            _check("-m", "installer.enrol", "--config", str(config), "--code", code)
            run_counted(agent, _environment())  # fetches the content
            _fill_outbox(folder / "station" / "station.sqlite")
            before = relay.bytes_up
            run = run_counted(agent, _environment())
            _prove_acknowledged(folder / "station" / "station.sqlite")
            return run, relay.bytes_up - before
    finally:
        _end(server)


def _fill_outbox(database: Path) -> None:
    day = datetime.now(UTC).date().isoformat()
    rows = [("reports", random_id(), "report", "bench", secrets.token_bytes(RECORD_BYTES), day) for _ in range(RECORDS)]
    with closing(open_database(database)) as connection, transaction(connection):
        connection.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", rows)


def _prove_acknowledged(database: Path) -> None:
    with closing(open_database(database)) as connection:
        question = "SELECT sum(count) FROM batches JOIN chains USING (inc) WHERE batches.seq <= acked"
        acknowledged = connection.execute(question).fetchone()[0]
    if acknowledged != RECORDS:
        raise RuntimeError(f"{acknowledged} of {RECORDS} records were acknowledged")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT)}


def _python(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *arguments], env=_environment(), stderr=subprocess.DEVNULL)


def _check(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=_environment(), check=True, capture_output=True, text=True).stdout


def _hub(data: Path, *arguments: str) -> str:
    return _check("-m", "sync.hub", "--data", str(data), *arguments)


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() or not path.read_bytes():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path.name} did not come")
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()
