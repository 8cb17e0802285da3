"""What pages of the hub cost at the size of a large city, and how much more than with a tenth of it.

2,000 stations, 100,000 entries, 10,000 batches, 20,000 ballots and 20,000 events. The floor of a page is the same page
with a tenth of it all: a page shows as much, so it may cost as much.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.bench.figures import rounded
from tests.kits.real.hubs import found_hub
from tests.kits.real.postgres import running_postgres
from tests.kits.real.programs import run_python

TENTH = 0.1
BARS = {"ms": 200, "decide_ms": 1000, "growth": 2.0}
"""``decide_ms``: about a hundred entries at once."""
NOTICED_MS = 15
"""A page below this says nothing by its growth."""


def measure_pages(folder: Path) -> Mapping[str, Any]:
    """Processor milliseconds of each page on both databases, with how they grow, and what is beyond the bars."""
    folder.mkdir(parents=True)
    with running_postgres(is_durable=True) as server:
        return {
            "sqlite": _compare(folder / "sqlite", lambda: ""),
            "postgresql": _compare(folder / "postgresql", lambda: server.url(server.new_database())),
        }


def _compare(folder: Path, new_database: Callable[[], str]) -> Mapping[str, Any]:
    """``new_database`` gives the address of one; empty for the embedded one."""
    folder.mkdir()
    few, many = (_times(folder / name, share, new_database()) for name, share in (("tenth", TENTH), ("whole", 1.0)))
    growth = {name: ms / few[name] for name, ms in many.items()}
    return {
        "ms": {name: rounded(ms) for name, ms in many.items()},
        "growth": {name: rounded(value) for name, value in growth.items()},
        "beyond": sorted(
            name for name, ms in many.items()
            if ms > BARS["decide_ms" if name.startswith("decide-") else "ms"]
            or (growth[name] > BARS["growth"] and ms > NOTICED_MS)
        ),
        "bars": BARS,
    }  # fmt: skip


def _times(folder: Path, share: float, database: str) -> dict[str, float]:
    hub = found_hub(folder, database=database)
    times: dict[str, float] = json.loads(run_python("-m", "tests.bench.page_times", str(hub.folder), str(share)))
    return times
