"""What a hub's intake takes in: batches per second, the slowest answers, processor time per batch, on either database.

Batches of 100 sealed records of 600 bytes from stations of their own, the load client on the same machine. The floor is
one program that inserts the same rows, in one transaction per batch, and does nothing else.
"""

from __future__ import annotations

import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import requests

from sync.batches import FIRST_HASH, freeze_batch
from sync.encoding import random_id
from sync.enrolment import code_secret, read_welcome, sign_request
from sync.keys import SigningKey
from sync.records import Record, Stream
from tests.bench.figures import percentile, rounded
from tests.bench.slow_disk import slow_disk
from tests.real.hubs import HubFiles
from tests.real.postgres import running_postgres
from tests.real.programs import end, environment, run_python

CLIENTS, CLIENTS_ON_SLOW_DISK = 8, 32
BATCHES = 640
"""Of all clients together."""
RECORDS, RECORD_BYTES = 100, 600

_COLUMNS = "record_id, kind, kid, sealed, digest, device, inc, seq"
_TABLES = """
    CREATE TABLE batches (id {serial}, hash TEXT UNIQUE, line TEXT, body {bytes}, ack TEXT);
    CREATE TABLE records (id {serial}, record_id TEXT UNIQUE, kind TEXT, kid TEXT, sealed {bytes}, digest TEXT,
        device TEXT, inc TEXT, seq BIGINT, UNIQUE (record_id, digest));
    CREATE INDEX places ON records (device, inc, seq);
"""


@dataclass(frozen=True)
class Target:
    """A database for a hub: its address (empty for the embedded one) and the processes that are its server."""

    url: str = ""
    pid: int | None = None


def measure_ingest_sqlite(folder: Path) -> dict[str, float]:
    """On the embedded database."""
    folder.mkdir(parents=True)
    figures = _measure(folder / "hub", Target(), clients=CLIENTS, with_environment={})
    figures |= _floor("floor", lambda: _bare_sqlite(folder / "floor.sqlite"))
    if late := slow_disk(folder):
        slow = _measure(folder / "slow", Target(), clients=CLIENTS_ON_SLOW_DISK, with_environment=late)
        figures |= {"slow_disk_batches_per_s": slow["batches_per_s"]}
    return figures


def measure_ingest_postgresql(folder: Path) -> dict[str, float]:
    """On a PostgreSQL that waits for the disk."""
    folder.mkdir(parents=True)
    with _target({}) as target:
        figures = _measure(folder / "hub", target, clients=CLIENTS, with_environment={})
    with _target({}) as target:
        figures |= _floor("floor", lambda: _bare_postgresql(target.url), also=target.pid)
    with tempfile.TemporaryDirectory() as open_folder:  # the server's own user must be able to read the library
        Path(open_folder).chmod(0o755)
        if late := slow_disk(Path(open_folder)):
            with _target(late) as target:
                slow = _measure(folder / "slow", target, clients=CLIENTS_ON_SLOW_DISK, with_environment={})
            figures |= {"slow_disk_batches_per_s": slow["batches_per_s"]}
    return figures


@contextmanager
def _target(with_environment: Mapping[str, str]) -> Iterator[Target]:
    with running_postgres(is_durable=True, environment=with_environment) as server:
        yield Target(server.url(server.new_database()), server.pid)


def _measure(folder: Path, target: Target, *, clients: int, with_environment: Mapping[str, str]) -> dict[str, float]:
    database = ("--database", target.url) if target.url else ()
    run_python("-m", "sync.hub", "--data", str(folder), "init", "--showing", *database)
    with _serving(folder, with_environment) as (url, pid):
        load = folder / "load"
        load.mkdir()
        for number in range(clients):
            _prepare(HubFiles(folder), url, load / str(number), batches=BATCHES // clients)
        before, begun = _cpu_s(pid) + _cpu_s(target.pid), time.monotonic()
        command = [sys.executable, "-m", "tests.bench.ingest_client", url, str(load)]
        said = subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout
        took, cpu = time.monotonic() - begun, _cpu_s(pid) + _cpu_s(target.pid) - before
    answers = [float(word) for word in said.split()]
    done = BATCHES // clients * clients
    if len(answers) != done:
        raise RuntimeError(f"{len(answers)} of {done} batches were acknowledged")
    return {
        "batches_per_s": rounded(done / took),
        "p50_ms": rounded(percentile(answers, 0.5)),
        "p99_ms": rounded(percentile(answers, 0.99)),
        "cpu_ms_per_batch": rounded(cpu * 1000 / done),
    }


@contextmanager
def _serving(folder: Path, with_environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The web process alone: the worker's time is not the intake's."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    command = [sys.executable, "-m", "sync.hub", "--data", str(folder), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**environment(), **with_environment}, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(url)
        yield url, process.pid
    finally:
        end(process)


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}health/ready", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the hub does not answer")


def _prepare(hub: HubFiles, url: str, file: Path, *, batches: int) -> None:
    """Enrol a station and write its chain of batches into a file, each after its length."""
    key, secret = SigningKey.generate(), code_secret(hub.enrolment_code())
    request = sign_request(secret, model="bench", key=key)
    answer = requests.post(f"{url}api/v1/enrol", data=request, timeout=60).text
    device = read_welcome(answer, secret, station_kid=key.kid).device
    inc, last = random_id(), FIRST_HASH
    with file.open("wb") as out:
        for number in range(batches):
            records = [
                Record(random_id(), "report", "bench", secrets.token_bytes(RECORD_BYTES)) for _ in range(RECORDS)
            ]
            batch = freeze_batch(
                records, stream=Stream.REPORTS, device=device, inc=inc, seq=number + 1, prev=last, taken="", key=key
            )
            last = batch.hash
            data = batch.to_bytes()
            out.write(len(data).to_bytes(4, "big") + data)


def _floor(name: str, insert_all: Callable[[], int], *, also: int | None = None) -> dict[str, float]:
    before, begun = time.process_time() + _cpu_s(also), time.monotonic()
    done = insert_all()
    took, cpu = time.monotonic() - begun, time.process_time() + _cpu_s(also) - before
    return {f"{name}_batches_per_s": rounded(done / took), f"{name}_cpu_ms_per_batch": rounded(cpu * 1000 / done)}


def _rows(number: int) -> tuple[tuple[str, str, bytes, str], list[tuple[str | bytes | int, ...]]]:
    body, digest = secrets.token_bytes(RECORDS * RECORD_BYTES), "d" * 64
    cut = range(0, len(body), RECORD_BYTES)
    records = [
        (random_id(), "report", "k" * 43, body[start : start + RECORD_BYTES], digest, "d" * 32, "i" * 32, number)
        for start in cut
    ]
    return (random_id() * 2, "l" * 500, body, "a" * 500), records


def _bare_sqlite(path: Path) -> int:
    batches = [_rows(number) for number in range(BATCHES // 4)]
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            + _TABLES.format(serial="INTEGER PRIMARY KEY", bytes="BLOB")
        )
        for batch, records in batches:
            with connection:
                connection.execute("INSERT INTO batches (hash, line, body, ack) VALUES (?, ?, ?, ?)", batch)
                connection.executemany(f"INSERT INTO records ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", records)
    return len(batches)


def _bare_postgresql(url: str) -> int:
    batches = [_rows(number) for number in range(BATCHES // 4)]
    with psycopg.connect(url) as connection:
        for statement in _TABLES.format(serial="BIGSERIAL PRIMARY KEY", bytes="BYTEA").split(";")[:-1]:
            connection.execute(statement)  # type: ignore[arg-type]
        for batch, records in batches:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO batches (hash, line, body, ack) VALUES (%s, %s, %s, %s)", batch)
                with cursor.copy(f"COPY records ({_COLUMNS}) FROM STDIN") as copy:  # type: ignore[arg-type]
                    for record in records:
                        copy.write_row(record)
    return len(batches)


def _cpu_s(pid: int | None) -> float:
    """Processor seconds of a process, its children, and those of its children that have ended."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    own = sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own + sum(_cpu_s(int(child)) for child in children)
