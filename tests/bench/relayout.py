"""A change of text size until the whole screen is laid out and painted anew, at 1080 x 1920."""

from __future__ import annotations

import json
from pathlib import Path

from tests.kits.real.programs import run_python


def measure_relayout(config: Path) -> dict[str, float]:
    """Percentiles in milliseconds, measured inside a kiosk process of its own."""
    said = run_python("-m", "tests.bench.relayout_kiosk", str(config))
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures
