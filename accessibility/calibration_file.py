"""What was measured of a station's display, kept as one small file in its data folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from accessibility.calibration import plausible
from sync.files import write_durably

FILE = "calibration.json"


@dataclass(frozen=True)
class Calibration:
    """What was measured, and on how many pixels: on another number of pixels it says nothing."""

    px_per_mm: float
    width_px: int
    height_px: int


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Keep what was measured in a station's data folder, in place of what was measured before.

    Raises:
        OSError: the file cannot be written.
    """
    write_durably(folder / FILE, f"{json.dumps(asdict(calibration), indent=1)}\n".encode())


def read_calibration(folder: Path, *, width_px: int, height_px: int, nominal: float) -> float | None:
    """Pixels per millimetre as measured on a display of so many pixels; None where nobody has measured it.

    A file that cannot be understood is no measurement, nor is one that cannot be true of a display with ``nominal``
    pixels per millimetre: sizes by the settings are better than no station.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found = Calibration(float(stored["px_per_mm"]), int(stored["width_px"]), int(stored["height_px"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    same = sorted((found.width_px, found.height_px)) == sorted((width_px, height_px))
    return found.px_per_mm if same and plausible(found.px_per_mm, nominal=nominal) else None
