"""A real station with Rostock's content: enrolled at a real hub, without a visit."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.sqlite_files import open_read_only
from tests.kits.real.hubs import running_hub
from tests.kits.real.programs import environment, run_python


@dataclass(frozen=True)
class StationFiles:
    """A station's folder: its settings in ``station.toml``, its data beside it. No program runs."""

    folder: Path

    @property
    def config(self) -> Path:
        """The settings."""
        return self.folder / "station.toml"

    @property
    def database(self) -> Path:
        """The one file."""
        return self.folder / "station" / "db" / "station.sqlite"

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """The station's file, read only."""
        with closing(open_read_only(self.database)) as connection:
            yield connection

    def settle(self, hub_url: str, *, ballots_together: int = 10, width: int = 1080, height: int = 1920) -> None:
        """Write the settings anew."""
        self.config.write_text(
            f'data = "station"\nhub_url = "{hub_url}"\n'
            f"[screen]\nwidth_px = {width}\nheight_px = {height}\n"
            f"[sync]\nballots_together = {ballots_together}\ninterval_seconds = 1\n",
            encoding="utf-8",
        )

    def exchange(self) -> Mapping[str, Any]:
        """One round of the agent; what it says of it."""
        command = [sys.executable, "-m", "sync.agent", "--config", str(self.config), "--once"]
        done = subprocess.run(command, env=environment(), check=False, capture_output=True, text=True)
        said: dict[str, Any] = json.loads(done.stdout)
        return said


def make_station(folder: Path) -> StationFiles:
    """Enrol a station at a hub in ``folder/hub`` and fetch its content. The hub is ended again."""
    folder.mkdir(parents=True, exist_ok=True)
    station = StationFiles(folder)
    with running_hub(folder / "hub") as hub:
        station.settle(hub.url)
        run_python("-m", "installer.enrol", "--config", str(station.config), "--code", hub.enrolment_code())
        station.exchange()
    return station
