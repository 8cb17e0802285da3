"""The web process of a hub alone, running until the block ends, and the processor time of a running program."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.kits.real.programs import end, environment


@contextmanager
def serving(folder: Path, with_environment: Mapping[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """Its address and its process."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    command = [sys.executable, "-m", "sync.hub", "--data", str(folder), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**environment(), **(with_environment or {})}, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(url)
        yield url, process.pid
    finally:
        end(process)


def cpu_s(pid: int | None) -> float:
    """Processor seconds of a process, its children, and those of its children that have ended; 0 of none."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    own = sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own + sum(cpu_s(int(child)) for child in children)


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}health/ready", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the hub does not answer")
