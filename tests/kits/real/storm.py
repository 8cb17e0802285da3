"""Hub and agent at work, each killed with -9 again and again at random moments, until the block ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from random import Random
from typing import Self

from tests.kits.real.hubs import HubFiles
from tests.kits.real.programs import start_python
from tests.kits.real.station import StationFiles

LONGEST_LIFE_S = 3.0


class Storm:
    """The hub's web process listens on the same port after each kill. ``hub_kills`` and ``agent_kills`` count."""

    def __init__(self, station: StationFiles, hub: HubFiles, random: Random) -> None:
        self._station = station
        self._hub = hub
        self._random = random
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port: int = server.getsockname()[1]
        self.hub_kills = 0
        self.agent_kills = 0

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=work) for work in (self._rage_at_hub, self._rage_at_agent)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _rage_at_hub(self) -> None:
        data = str(self._hub.folder)
        while not self._over.is_set():
            self._live_and_die("-m", "sync.hub", "--data", data, "serve", "--port", str(self.port))
            self.hub_kills += 1

    def _rage_at_agent(self) -> None:
        while not self._over.is_set():
            self._live_and_die("-m", "sync.agent", "--config", str(self._station.config))
            self.agent_kills += 1

    def _live_and_die(self, *arguments: str) -> None:
        process: subprocess.Popen[bytes] = start_python(*arguments, own_group=True)
        self._over.wait(1.5 + self._random.uniform(0, LONGEST_LIFE_S))
        kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a program and all it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
