"""From the touch of a button to the painted next screen: 500 changes of screen at 1080 x 1920."""

from __future__ import annotations

import json
from pathlib import Path

from tests.kits.real.programs import run_python


def measure_painting(config: Path) -> dict[str, float]:
    """Percentiles in milliseconds, measured inside a kiosk process of its own."""
    return _measured("painting_kiosk", config)


def measure_ranking(config: Path) -> dict[str, float]:
    """The same of touches on a ranked ballot of twelve options."""
    return _measured("ranking_kiosk", config)


def _measured(program: str, config: Path) -> dict[str, float]:
    said = run_python("-m", f"tests.bench.{program}", str(config))
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures
