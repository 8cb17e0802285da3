"""The public pages under an evening's load: 200 people at once, on one web process.

The floor is what the same server needs for an answer of its own that no page is made for (``/health/ready``).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.figures import percentile, rounded
from tests.bench.serving import cpu_s, serving
from tests.kits.real.hubs import found_hub
from tests.kits.real.programs import environment

CLIENTS, ROUNDS = 200, 2
PAGES = (
    "/public/de/", "/public/de/projects/neuer-markt/", "/public/de/polls/neuer-markt/", "/public/ar/",
    "/public/de/code/", "/public/de/stored/", "/public/de/data/", "/static/public/public.css",
)  # fmt: skip
FLOOR = ("/health/ready",)
BARS = {"pages_per_s": 100, "p99_ms": 2000, "cpu_ms_per_page": 5, "refused": 0}
"""On two cores with nothing else to do: each of 200 people opens a page every two seconds."""


def measure_public(folder: Path) -> Mapping[str, Any]:
    """Pages per second, how long the slowest wait, processor time per page, and connections per person."""
    hub = found_hub(folder)
    with serving(hub.folder) as (url, pid):
        _load(url, pid, PAGES, rounds=1)  # the first of all reads what was published
        ours, bare = _load(url, pid, PAGES, rounds=ROUNDS), _load(url, pid, FLOOR, rounds=ROUNDS)
    return {
        **ours,
        **{f"floor_{name}": bare[name] for name in ("pages_per_s", "cpu_ms_per_page")},
        "cpu_ratio": rounded(ours["cpu_ms_per_page"] / bare["cpu_ms_per_page"]),
        "bars": BARS,
    }


def _load(url: str, pid: int, pages: Sequence[str], *, rounds: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.public_client", url, str(CLIENTS), str(rounds), *pages]
    before, begun = cpu_s(pid), time.monotonic()
    found = json.loads(subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout)
    wall, times = time.monotonic() - begun, [*found["whole"], *found["unchanged"]]
    return {
        "pages_per_s": rounded(len(times) / wall),
        "p50_ms": rounded(percentile(times, 0.5)),
        "p99_ms": rounded(percentile(times, 0.99)),
        "cpu_ms_per_page": rounded((cpu_s(pid) - before) * 1000 / len(times)),
        "unchanged": len(found["unchanged"]),
        "refused": len(found["refused"]),
        "connections_per_client": rounded(found["connections"] / CLIENTS),
    }
