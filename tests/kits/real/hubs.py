"""A real hub: founded in a folder, all its programs or its web server alone running until the block ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection

from sync.hub.server import listen
from sync.sqlite_files import open_read_only
from tests.kits.real.programs import end, run_python, start_python, wait_for_file


@dataclass(frozen=True)
class HubFiles:
    """A hub's data folder, whether its programs run or not."""

    folder: Path

    @property
    def recovery_key(self) -> Path:
        """The file with the key that opens its backups, beside the hub it must not lie in."""
        return self.folder.with_name(f"{self.folder.name}-recovery.key")

    def command(self, *arguments: str) -> str:
        """Run one of the hub's commands to its end; its standard output."""
        return run_python("-m", "sync.hub", "--data", str(self.folder), *arguments)

    def enrolment_code(self, *, district: str = "N") -> str:
        """A code for one station."""
        return self.command("enrol-code", "--name", "Teststation", "--district", district).strip()

    def see_to_all(self) -> None:
        """Let a worker list and apply all that has come, beside the one that may be running."""
        self.command("worker", "--once")

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Rows out of the hub's database, read only."""
        with closing(open_read_only(self.folder / "db" / "hub.sqlite")) as connection:
            return connection.execute(question).fetchall()


@dataclass(frozen=True)
class RunningHub(HubFiles):
    """Where it answers, and the process whose children do the work."""

    url: str
    pid: int

    @property
    def port(self) -> int:
        """The port on the loopback."""
        return int(self.url.rstrip("/").rsplit(":", 1)[1])


def found_hub(folder: Path, *, content: Path | None = None, database: str = "") -> HubFiles:
    """A new hub with Rostock's content, or this one, and all keys in one place; ``database``: that of PostgreSQL."""
    choice = (*(("--content", str(content)) if content else ()), *(("--database", database) if database else ()))
    said = run_python("-m", "sync.hub", "--data", str(folder), "init", "--showing", "--json", *choice)
    hub = HubFiles(folder)
    hub.recovery_key.write_text(json.loads(said)["recovery_key"], "ascii")
    return hub


@contextmanager
def running_hub(folder: Path) -> Iterator[RunningHub]:
    """Found a hub if there is none and run it on a free port."""
    if not folder.exists():
        found_hub(folder)
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    command = ("--data", str(folder), "run", "--port", "0", "--ready-file", str(ready))
    process = start_python("-m", "sync.hub", *command)
    try:
        yield RunningHub(folder, str(json.loads(wait_for_file(ready))["url"]), process.pid)
    finally:
        end(process)


@contextmanager
def answering_hub(folder: Path) -> Iterator[RunningHub]:
    """Run the web server alone of a hub that was founded, on a free port: nobody opens what comes."""
    with listen("127.0.0.1", 0) as listening:
        port, number = listening.getsockname()[1], listening.fileno()
        command = ("--data", str(folder), "serve", f"--listening={number}")
        process = start_python("-m", "sync.hub", *command, pass_fds=(number,))
    try:
        with create_connection(("127.0.0.1", port)) as line:  # waits in the socket's queue for the server to begin
            line.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
            assert line.makefile("rb").readline().split()[1] == b"200"
        yield RunningHub(folder, f"http://127.0.0.1:{port}/", process.pid)
    finally:
        end(process)
