"""A real PostgreSQL, made in a folder of its own and running until the block ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from sync.protocol.encoding import random_id
from tests.kits.memory_folder import memory_folder

_USER = "postgres"
"""PostgreSQL refuses to run as root; Debian's package brings this user."""
PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian keeps one folder per version."""
START_SECONDS = 60.0


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through the socket in its folder."""

    folder: Path
    pid: int

    def url(self, database: str) -> str:
        """The address of one database."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def new_database(self, *, like: str = "template1") -> str:
        """Make a database, empty or a copy of another one that nobody uses. Returns its name."""
        name = f"hub_{random_id()[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def find_programs() -> Path:
    """The folder of ``initdb`` and ``postgres``. Raises FileNotFoundError saying how to get them."""
    places = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not places:
        raise FileNotFoundError("PostgreSQL is missing; it comes with: apt-get install postgresql")
    return places[-1].parent


@contextmanager
def running_postgres(*, is_durable: bool, environment: Mapping[str, str] | None = None) -> Iterator[Postgres]:
    """Start a new server. ``is_durable`` False skips the disk, if there is room in memory, and in any case waiting for
    it: for tests that never cut its power.
    """
    programs, user = find_programs(), _USER if os.getuid() == 0 else None
    # Outside pytest's folders, which only their owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="mitmach-pg-", dir=None if is_durable else memory_folder()))
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            user=user, check=True, capture_output=True, cwd=folder,
        )  # fmt: skip
        settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "200"}
        if not is_durable:
            settings |= {"fsync": "off", "autovacuum": "off"}
        options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
        process = subprocess.Popen(
            # A run that is killed takes its server along.
            ["setpriv", "--pdeathsig", "INT", programs / "postgres", "-D", data, *options],
            user=user, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=folder,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
        try:
            server = Postgres(folder, process.pid)
            _wait_until_ready(server)
            yield server
        finally:
            # SIGINT ends in order, whoever is connected; SIGQUIT does not even write back what nobody will read again.
            process.send_signal(signal.SIGINT if is_durable else signal.SIGQUIT)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(server: Postgres) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
