"""From the touch of a button to the painted next screen: 500 changes of screen at 1080 x 1920."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.kits.real.programs import run_python

MOST_MS = 50
"""Nobody takes a touch for one that was missed."""


def measure_painting(config: Path) -> dict[str, float]:
    """Percentiles in milliseconds, measured inside a kiosk process of its own."""
    return _measured("painting_kiosk", config)


def measure_ranking(config: Path) -> Mapping[str, Any]:
    """The same of touches on a ranked ballot of twelve options, and what of it the processor was at it."""
    return {**_measured("ranking_kiosk", config), "bars": {"p99_ms": MOST_MS}}


def _measured(program: str, config: Path) -> dict[str, float]:
    said = run_python("-m", f"tests.bench.{program}", str(config))
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures
