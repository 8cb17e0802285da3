"""A real station with Rostock's content for measurements: enrolled at a hub of its own, without a visit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.hubs import running_hub
from tests.bench.programs import environment, run_python


def make_station(folder: Path, *, width: int = 1080, height: int = 1920) -> Path:
    """Enrol a station at a hub of its own and fetch its content; the path of its settings. The hub is ended again."""
    folder.mkdir(parents=True)
    config = folder / "station.toml"
    with running_hub(folder / "hub") as hub:
        config.write_text(
            f'data = "station"\nhub_url = "{hub.url}"\n[screen]\nwidth_px = {width}\nheight_px = {height}\n',
            encoding="utf-8",
        )
        run_python("-m", "installer.enrol", "--config", str(config), "--code", hub.enrolment_code())
        agent = [sys.executable, "-m", "sync.agent", "--config", str(config), "--once"]
        subprocess.run(agent, env=environment(), check=True, capture_output=True)
    return config
