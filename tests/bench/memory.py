"""Memory of each program at work, in megabytes (PSS, children included)."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.figures import rounded
from tests.bench.windows import SETTLED_S, measure_window_memory
from tests.kits.real.hubs import running_hub
from tests.kits.real.programs import end, memory_mb, start_python


def measure_memory(config: Path, folder: Path) -> dict[str, float]:
    """Kiosk, agent and hub (web and worker) after a few seconds, beside the minimal window."""
    with running_hub(folder / "hub") as hub:
        agent = start_python("-m", "sync.agent", "--config", str(config))
        try:
            time.sleep(SETTLED_S)
            figures = {"agent": rounded(memory_mb(agent.pid)), "hub": rounded(memory_mb(hub.pid))}
        finally:
            end(agent)
    return {**measure_window_memory(config), **figures}
