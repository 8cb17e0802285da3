"""The display as its settings describe it: pixels per millimetre, and how large it is where there is none. No Qt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from math import hypot
from pathlib import Path

from accessibility.calibration import nominal_px_per_mm
from accessibility.calibration_file import read_calibration
from sync.station.config import ScreenConfig


def px_per_mm(screen: ScreenConfig) -> float:
    """Pixels per millimetre by the settings: as they say, else what a screen of this diagonal has."""
    if screen.px_per_mm > 0:
        return screen.px_per_mm
    return nominal_px_per_mm(width_px=screen.width_px, height_px=screen.height_px, diagonal_inch=screen.diagonal_inch)


def measured_px_per_mm(screen: ScreenConfig, data: Path) -> float:
    """Pixels per millimetre as an attendant has measured them at this station, else by the settings.

    What the settings say in so many words comes before what was measured.
    """
    if screen.px_per_mm > 0:
        return screen.px_per_mm
    usual = px_per_mm(screen)
    measured = read_calibration(data, width_px=screen.width_px, height_px=screen.height_px, nominal=usual)
    return measured or usual


def px_per_mm_with(width_px: int, height_px: int, screen: ScreenConfig, *, as_set: float) -> float:
    """Pixels per millimetre while the same glass shows so many pixels: turned as many, in another resolution others.

    ``as_set`` is how many there are with the pixels of the settings.
    """
    return as_set * hypot(width_px, height_px) / hypot(screen.width_px, screen.height_px)


@contextmanager
def display_without_one(screen: ScreenConfig) -> Iterator[None]:
    """Where Qt paints offscreen, make it paint on a display as large as the station's.

    Qt reads this when the application is made, which has to happen inside the block.
    """
    if os.environ.get("QT_QPA_PLATFORM", "") != "offscreen":
        yield
        return
    import json
    import tempfile

    shape = {"name": "station", "x": 0, "y": 0, "width": screen.width_px, "height": screen.height_px}
    shape |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    with tempfile.TemporaryDirectory(prefix="display-") as folder:
        path = Path(folder) / "display.json"
        path.write_text(json.dumps({"screens": [shape]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
        try:
            yield
        finally:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
