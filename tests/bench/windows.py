"""From the start of the program to its first painted, touchable screen, and its memory, against a minimal window."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.bench.figures import rounded
from tests.bench.readiness import started
from tests.kits.real.programs import memory_mb

ROUNDS = 10
SETTLED_S = 4.0
"""Until the voice and the sealing have been loaded, as in the middle of a day."""


def measure_cold_start(config: Path) -> dict[str, float]:
    """Medians of alternating starts, so that both meet the same machine."""
    ours, floor = [], []
    for _round in range(ROUNDS):
        floor.append(_seconds_to_paint(_minimal_window()))
        ours.append(_seconds_to_paint(_kiosk(config)))
    return {
        "ours_s": rounded(median(ours)),
        "floor_s": rounded(median(floor)),
        "ratio": rounded(median(ours) / median(floor)),
    }


def measure_window_memory(config: Path) -> dict[str, float]:
    """Memory (PSS, children included) of the kiosk and of the minimal window, in megabytes."""
    return {"kiosk": _settled_memory(_kiosk(config)), "minimal_window": _settled_memory(_minimal_window())}


def _kiosk(config: Path) -> Sequence[str]:
    return [sys.executable, "-m", "kiosk", "--config", str(config)]


def _minimal_window() -> Sequence[str]:
    return [sys.executable, "-m", "tests.bench.minimal_window"]


def _seconds_to_paint(command: Sequence[str]) -> float:
    with _offscreen() as environment, started(command, environment=environment) as window:
        return window.seconds


def _settled_memory(command: Sequence[str]) -> float:
    with _offscreen() as environment, started(command, environment=environment) as window:
        time.sleep(SETTLED_S)
        return rounded(memory_mb(window.pid))


@contextmanager
def _offscreen() -> Iterator[dict[str, str]]:
    # A portrait screen of 1080 x 1920 pixels that nobody looks at.
    screen = {"name": "bench", "x": 0, "y": 0, "width": 1080, "height": 1920}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"screens": [{**screen, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}, file)
        file.flush()
        yield {"QT_QPA_PLATFORM": f"offscreen:configfile={file.name}"}
