"""What a hub's intake takes in: batches per second, the slowest answers, processor time per batch, on either database.

Batches of 100 sealed records of 600 bytes from stations of their own, the load client on the same machine. The hub and
its floor (``ingest_floor.py``) take turns, so that what else the machine does meets both alike. What the worker needs
afterwards to list the records is told beside it, and is in the ratio to the floor, which lists them, too.
"""

from __future__ import annotations

import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from sync.protocol.batches import FIRST_HASH, freeze_batch
from sync.protocol.encoding import random_id
from sync.protocol.enrolment import code_secret, read_welcome, sign_request
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record, Stream
from tests.bench.figures import percentile, rounded
from tests.bench.ingest_floor import RECORD_BYTES, RECORDS, Insert, bare_postgresql, bare_sqlite, make_rows
from tests.bench.peaks import peak_mb
from tests.bench.serving import cpu_s, serving
from tests.bench.slow_disk import slow_disk
from tests.kits.real.hubs import HubFiles
from tests.kits.real.postgres import running_postgres
from tests.kits.real.programs import environment, run_python

CLIENTS, CLIENTS_ON_SLOW_DISK = 8, 32
BATCHES, ROUNDS = 384, 3
"""Of all clients together, and in how many parts they are sent."""
BARS = {"batches_per_s": 300, "p99_ms": 100, "slow_disk_batches_per_s": 250, "peak_memory_mb": 150}
"""What the design asks for, on two cores with nothing else to do."""


@dataclass(frozen=True)
class Target:
    """A database for a hub: its address (empty for the embedded one) and the process that is its server."""

    url: str = ""
    pid: int | None = None


@dataclass
class Taken:
    """What it took to store some batches: milliseconds of each, seconds in all, processor seconds."""

    times: list[float] = field(default_factory=list)
    wall_s: float = 0.0
    cpu_s: float = 0.0
    client_cpu_s: float = 0.0
    listing_cpu_s: float = 0.0
    """Of the worker, without its start."""
    peak_mb: float = 0.0

    def figures(self) -> dict[str, float]:
        """Per second and per batch."""
        done = len(self.times)
        return {
            "batches_per_s": rounded(done / self.wall_s),
            "p50_ms": rounded(percentile(self.times, 0.5)),
            "p99_ms": rounded(percentile(self.times, 0.99)),
            "cpu_ms_per_batch": rounded(self.cpu_s * 1000 / done),
        }


def measure_ingest(folder: Path) -> dict[str, Any]:
    """On both databases, each beside its floor and its bars, and once more on a slow disk."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as open_folder:  # the server's own user must be able to read the library
        Path(open_folder).chmod(0o755)
        late = slow_disk(Path(open_folder))
        return {"sqlite": _on_sqlite(folder / "sqlite", late), "postgresql": _on_postgresql(folder / "pg", late)}


def _on_sqlite(folder: Path, late: Mapping[str, str] | None) -> dict[str, Any]:
    folder.mkdir()
    found = _compare(folder / "hub", Target(), bare_sqlite(folder / "floor.sqlite"), cpu_bar_ms=2.2)
    if late:
        slow, _ = _measure(folder / "slow", Target(), clients=CLIENTS_ON_SLOW_DISK, with_environment=late)
        found |= _on_slow_disk(slow)
    return found


def _on_postgresql(folder: Path, late: Mapping[str, str] | None) -> dict[str, Any]:
    folder.mkdir()
    with running_postgres(is_durable=True) as server:
        target = Target(server.url(server.new_database()), server.pid)
        found = _compare(folder / "hub", target, bare_postgresql(server.url(server.new_database())), cpu_bar_ms=3.5)
    if late:
        with running_postgres(is_durable=True, environment=late) as server:
            target = Target(server.url(server.new_database()), server.pid)
            slow, _ = _measure(folder / "slow", target, clients=CLIENTS_ON_SLOW_DISK)
        found |= _on_slow_disk(slow)
    return found


def _compare(
    folder: Path, target: Target, floor: AbstractContextManager[Insert], *, cpu_bar_ms: float
) -> dict[str, Any]:
    with floor as insert:
        ours, bare = _measure(folder, target, clients=CLIENTS, floor=insert)
    figures, floors = ours.figures(), bare.figures()
    listing_ms = ours.listing_cpu_s * 1000 / len(ours.times)
    return {
        **figures,
        "client_cpu_ms_per_batch": rounded(ours.client_cpu_s * 1000 / len(ours.times)),
        "listing_cpu_ms_per_batch": rounded(listing_ms),
        "peak_memory_mb": rounded(ours.peak_mb),
        **{f"floor_{name}": value for name, value in floors.items()},
        "cpu_ratio": rounded((figures["cpu_ms_per_batch"] + listing_ms) / floors["cpu_ms_per_batch"]),
        "p99_ratio": rounded(figures["p99_ms"] / floors["p99_ms"]),
        "bars": {**BARS, "cpu_ms_per_batch": cpu_bar_ms},
    }


def _on_slow_disk(taken: Taken) -> dict[str, float]:
    return {f"slow_disk_{name}": value for name, value in taken.figures().items()}


def _measure(
    folder: Path,
    target: Target,
    *,
    clients: int,
    with_environment: Mapping[str, str] | None = None,
    floor: Insert | None = None,
) -> tuple[Taken, Taken]:
    """The hub, and in turns with it the floor, if one is given."""
    database = ("--database", target.url) if target.url else ()
    run_python("-m", "sync.hub", "--data", str(folder), "init", "--showing", *database)
    ours, bare = Taken(), Taken()
    with serving(folder, with_environment) as (url, pid):
        load = [folder / "load" / str(number) for number in range(ROUNDS)]
        for place in load:
            place.mkdir(parents=True)
        for number in range(clients):
            files = [place / str(number) for place in load]
            _prepare(HubFiles(folder), url, files, batches=BATCHES // clients // ROUNDS)
        for place in load:
            _send(url, place, ours, pids=(pid, target.pid))
            if floor:
                _insert(floor, bare, also=target.pid)
        ours.peak_mb = peak_mb(pid)
    ours.listing_cpu_s = _worker_cpu_s(folder, target) - _worker_cpu_s(folder, target)  # the second has nothing to do
    if len(ours.times) != BATCHES:
        raise RuntimeError(f"{len(ours.times)} of {BATCHES} batches were acknowledged")
    return ours, bare


def _send(url: str, load: Path, taken: Taken, *, pids: tuple[int | None, ...]) -> None:
    command = [sys.executable, "-m", "tests.bench.ingest_client", url, str(load)]
    before, begun, own = sum(map(cpu_s, pids)), time.monotonic(), _children_cpu_s()
    said = subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout
    taken.wall_s += time.monotonic() - begun
    taken.cpu_s += sum(map(cpu_s, pids)) - before
    taken.client_cpu_s += _children_cpu_s() - own
    taken.times += [float(word) for word in said.split()]


def _insert(floor: Insert, taken: Taken, *, also: int | None) -> None:
    rows = make_rows(BATCHES // ROUNDS)
    before, begun = time.process_time() + cpu_s(also), time.monotonic()
    taken.times += floor(rows)
    taken.wall_s += time.monotonic() - begun
    taken.cpu_s += time.process_time() + cpu_s(also) - before


def _worker_cpu_s(folder: Path, target: Target) -> float:
    before, own = cpu_s(target.pid), _children_cpu_s()
    run_python("-m", "sync.hub", "--data", str(folder), "worker", "--once")
    return cpu_s(target.pid) - before + _children_cpu_s() - own


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _prepare(hub: HubFiles, url: str, files: Sequence[Path], *, batches: int) -> None:
    """Enrol a station and write its chain into these files, so many batches into each, each after its length."""
    key, secret = SigningKey.generate(), code_secret(hub.enrolment_code())
    request = sign_request(secret, model="bench", key=key)
    answer = requests.post(f"{url}api/v1/enrol", data=request, timeout=60).text
    device = read_welcome(answer, secret, station_kid=key.kid).device
    inc, last = random_id(), FIRST_HASH
    for part, file in enumerate(files):
        data = b""
        for number in range(part * batches, (part + 1) * batches):
            records = [
                Record(random_id(), "report", "bench", secrets.token_bytes(RECORD_BYTES)) for _ in range(RECORDS)
            ]
            batch = freeze_batch(
                records, stream=Stream.REPORTS, device=device, inc=inc, seq=number + 1, prev=last, taken="", key=key
            )
            last = batch.hash
            data += len(batch.to_bytes()).to_bytes(4, "big") + batch.to_bytes()
        file.write_bytes(data)
