"""10,000 records from the outbox to acknowledged: ours beside PouchDB 9 replicating to pouchdb-server, in one run.

PouchDB signs, seals and chains nothing, and does not wait for the disk. Its packages come from npm at the time of
measuring; where there is none, the entry says so instead of giving numbers.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

from tests.bench.exchange import PHOTO_BYTES, RECORD_BYTES, RECORDS, run_ours
from tests.bench.figures import Run, rounded, run_counted
from tests.bench.peaks import peak_mb
from tests.bench.relay import counting_relay
from tests.kits.real.programs import end, environment

PACKAGES = ("pouchdb@9.0.0", "pouchdb-server@4.2.0")
HERE = Path(__file__).parent
INSTALL_SECONDS, START_SECONDS = 300, 60


def measure_peer(folder: Path, *, photos: int = 0) -> dict[str, Any]:
    """Seconds, processor seconds of the client, bytes up and peak memory of both sides; or why there are none."""
    folder.mkdir(parents=True)
    missing = _install(folder / "npm")
    if missing:
        return {"not_measured": missing}
    peer, bytes_up, server_mb = _run_peer(folder, photos)
    ours = run_ours(folder / "ours", photos=photos)
    return {
        "ours_s": rounded(ours.station.wall_s),
        "peer_s": rounded(peer.wall_s),
        "ratio": rounded(ours.station.wall_s / peer.wall_s),
        "ours_cpu_s": rounded(ours.station.cpu_s),
        "peer_cpu_s": rounded(peer.cpu_s),
        "bytes_up": ours.bytes_up,
        "peer_bytes_up": bytes_up,
        "peak_memory_mb_station": rounded(ours.station.peak_mb),
        "peak_memory_mb_hub": rounded(ours.hub_peak_mb),
        "peak_memory_mb_peer_client": rounded(peer.peak_mb),
        "peak_memory_mb_peer_server": rounded(server_mb),
    }


def _install(folder: Path) -> str:
    """Fetch the packages. Why that was not possible, or nothing."""
    if not (shutil.which("npm") and shutil.which("node")):
        return "node and npm are not on this machine"
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true}', encoding="ascii")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", *PACKAGES]
    try:
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        return "npm did not bring the packages in time"
    return f"npm did not bring the packages: {done.stderr.strip()[:200]}" if done.returncode else ""


def _run_peer(folder: Path, photos: int) -> tuple[Run, int, float]:
    modules, database = str(folder / "npm" / "node_modules"), str(folder / "client")
    sizes = [str(number) for number in (RECORDS, RECORD_BYTES, photos, PHOTO_BYTES)]
    fill = ["node", str(HERE / "peer_fill.cjs"), modules, database, *sizes]
    subprocess.run(fill, check=True)
    with _server(folder) as (port, pid), counting_relay(port) as relay:
        client = [
            "node",
            str(HERE / "peer_client.cjs"),
            modules,
            database,
            f"{relay.url}records",
            str(RECORDS + photos),
        ]
        run = run_counted(client, environment())
        return run, relay.bytes_up, peak_mb(pid)


@contextmanager
def _server(folder: Path) -> Iterator[tuple[int, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = folder / "server"
    (home / "data").mkdir(parents=True)
    program = folder / "npm" / "node_modules" / "pouchdb-server" / "bin" / "pouchdb-server"
    options = ["--host", "127.0.0.1", "--port", str(port), "--dir", str(home / "data"), "--no-stdout-logs"]
    process = subprocess.Popen(["node", str(program), *options], cwd=home, stdout=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/", process)
        yield port, process.pid
    finally:
        end(process)


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (URLError, OSError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError("pouchdb-server did not start") from None
            time.sleep(0.1)
