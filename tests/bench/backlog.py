"""What much waiting and a long log cost: the worker's processor time for each record, and proofs of the ballot log.

The floor is the same with little: what is to be done for one record does not depend on how many others wait.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.figures import rounded, run_counted
from tests.kits.real.hubs import HubFiles, found_hub
from tests.kits.real.programs import environment, run_python

FEW, MANY = 1_000, 100_000
TIMES = 5
"""So often with few, and the median: a second of work is soon disturbed."""
MOST_GROWTH = 1.15
LINES = (2_000, 100_000)


def measure_backlog(folder: Path, *, few: int = FEW, many: int = MANY) -> Mapping[str, Any]:
    """Milliseconds of the worker for each record when few wait, and when many do, with the peak of its memory."""
    folder.mkdir(parents=True)
    hub = found_hub(folder / "hub")
    idle_s, _ = _work(hub)
    with_few = median(_each_ms(hub, few, idle_s)[0] for _ in range(TIMES))
    with_many, peak_mb = _each_ms(hub, many, idle_s)
    return {
        f"each_of_{few}_ms": rounded(with_few),
        f"each_of_{many}_ms": rounded(with_many),
        "growth": rounded(with_many / with_few),
        "peak_memory_mb": rounded(peak_mb),
        "bars": {"growth": MOST_GROWTH},
    }


def measure_log_proofs(folder: Path, *, lines: tuple[int, int] = LINES) -> Mapping[str, Any]:
    """Milliseconds of a proof of inclusion and of growth, from a short log and from a long one."""
    folder.mkdir(parents=True)
    hub = found_hub(folder / "hub")
    found: dict[str, float] = {}
    for size in lines:
        said = json.loads(_fill(hub, "log", size))
        found |= {f"{name.removesuffix('_ms')}_in_{size}_ms": rounded(value) for name, value in said.items()}
    return found


def _each_ms(hub: HubFiles, waiting: int, idle_s: float) -> tuple[float, float]:
    _fill(hub, "backlog", waiting)
    cpu_s, peak_mb = _work(hub)
    (left,) = hub.ask("SELECT count(*) FROM intake_sealedrecord WHERE state <> 'applied'")
    if left != (0,):
        raise RuntimeError(f"{left[0]} records were not applied")
    return (cpu_s - idle_s) * 1000 / waiting, peak_mb


def _fill(hub: HubFiles, what: str, number: int) -> str:
    return run_python("-m", "tests.bench.hub_fill", str(hub.folder), what, str(number))


def _work(hub: HubFiles) -> tuple[float, float]:
    """Processor seconds and peak memory of one run of the worker over all that waits."""
    ran = run_counted([sys.executable, "-m", "sync.hub", "--data", str(hub.folder), "worker", "--once"], environment())
    return ran.cpu_s, ran.peak_mb
