"""A real hub for a measurement: founded in a folder, its two programs running until the block ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.programs import end, run_python, start_python, wait_for_file


@dataclass(frozen=True)
class RunningHub:
    """Where it answers, where its data are, and the process whose children do the work."""

    url: str
    folder: Path
    pid: int

    @property
    def port(self) -> int:
        """The port on the loopback."""
        return int(self.url.rstrip("/").rsplit(":", 1)[1])

    def enrolment_code(self) -> str:
        """A code for one station."""
        command = ("--data", str(self.folder), "enrol-code", "--name", "Messung", "--district", "N")
        return run_python("-m", "sync.hub", *command).strip()


@contextmanager
def running_hub(folder: Path) -> Iterator[RunningHub]:
    """Found a hub and run it on a free port."""
    run_python("-m", "sync.hub", "--data", str(folder), "init", "--showing")
    ready = folder / "ready.json"
    command = ("--data", str(folder), "run", "--port", "0", "--ready-file", str(ready))
    process = start_python("-m", "sync.hub", *command)
    try:
        yield RunningHub(str(json.loads(wait_for_file(ready))["url"]), folder, process.pid)
    finally:
        end(process)
