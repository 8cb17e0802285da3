"""Starting a window and knowing when it has painted: it says READY=1 on a socket, the way services tell systemd."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Started:
    """A program that has painted: how long it took since its start (seconds), and its process id."""

    seconds: float
    pid: int


@contextmanager
def started(command: Sequence[str], *, environment: dict[str, str], patience_s: float = 30.0) -> Iterator[Started]:
    """Run a program until the block ends; entered when the program says it is ready. Raises TimeoutError otherwise."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        address = str(Path(folder) / "notify")
        notify.bind(address)
        notify.settimeout(patience_s)
        begun = time.monotonic()
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment, "NOTIFY_SOCKET": address},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while b"READY=1" not in notify.recv(4096):
                pass
            yield Started(time.monotonic() - begun, process.pid)
        finally:
            process.kill()
            process.wait()
