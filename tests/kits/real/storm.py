"""Hub and agent at work, each killed with -9 again and again after a few connections, until the block ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from typing import Self

from tests.kits.real.hubs import HubFiles
from tests.kits.real.programs import start_python
from tests.kits.real.station import StationFiles
from tests.kits.real.weather import Weather

LONGEST_LIFE = 4
"""A program lives for at most this many connections, and dies in the middle of the last one."""


class Storm:
    """The hub's web process listens on the same port after each kill. ``hub_kills`` and ``agent_kills`` count."""

    def __init__(self, station: StationFiles, hub: HubFiles, weather: Weather) -> None:
        self._weather = weather
        self._station = station
        self._hub = hub
        self._random = weather.random
        self._is_over = False
        self._threads: list[threading.Thread] = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            weather.target_port = self.port = server.getsockname()[1]
        self.hub_kills = 0
        self.agent_kills = 0

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=work) for work in (self._rage_at_hub, self._rage_at_agent)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._weather.changed:
            self._is_over = True
            self._weather.changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _rage_at_hub(self) -> None:
        data = str(self._hub.folder)
        while not self._is_over:
            self._live_and_die(
                lambda: self._weather.reached, "-m", "sync.hub", "--data", data, "serve", "--port", str(self.port)
            )
            self.hub_kills += 1

    def _rage_at_agent(self) -> None:
        while not self._is_over:
            self._live_and_die(lambda: self._weather.tried, "-m", "sync.agent", "--config", str(self._station.config))
            self.agent_kills += 1

    def _live_and_die(self, connections: Callable[[], int], *arguments: str) -> None:
        last = connections() + self._random.randint(1, LONGEST_LIFE)
        process: subprocess.Popen[bytes] = start_python(*arguments, own_group=True)
        with self._weather.changed:
            self._weather.changed.wait_for(lambda: self._is_over or connections() >= last)
        kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a program and all it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
