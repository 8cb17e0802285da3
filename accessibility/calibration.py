"""Calibration: how many pixels make a millimetre on one display, measured with a bank card held to the screen.

Values and one small file in the station's data folder; nothing is shown here. What a display reports about its own size
is never trusted. A card is 85.60 mm wide and 53.98 mm high (ISO/IEC 7810, ID-1), wherever it was issued.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from math import hypot
from pathlib import Path

CARD_WIDTH_MM = 85.60
CARD_HEIGHT_MM = 53.98
CARD_RADIUS_MM = 3.18
"""Of the card's corners."""

MM_PER_INCH = 25.4

MOST_DEVIATION = 0.25
"""Part by which a measured display may differ from the one in the settings; beyond that somebody has mismeasured."""

FILE = "calibration.json"


@dataclass(frozen=True)
class Calibration:
    """What was measured, and on how many pixels: on another number of pixels it says nothing."""

    px_per_mm: float
    width_px: int
    height_px: int


def nominal_px_per_mm(*, width_px: int, height_px: int, diagonal_inch: float) -> float:
    """Pixels per millimetre of a display of this diagonal, as its maker states it."""
    return hypot(width_px, height_px) / (diagonal_inch * MM_PER_INCH)


def card_px(px_per_mm: float) -> tuple[int, int]:
    """Width and height of a card in pixels."""
    return round(CARD_WIDTH_MM * px_per_mm), round(CARD_HEIGHT_MM * px_per_mm)


def px_per_mm_of(card_width_px: int) -> float:
    """Pixels per millimetre of a display on which a card covers so many pixels from left to right."""
    return card_width_px / CARD_WIDTH_MM


def plausible(px_per_mm: float, *, nominal: float) -> bool:
    """A display can be like this, given what the settings say about it."""
    return nominal * (1 - MOST_DEVIATION) <= px_per_mm <= nominal * (1 + MOST_DEVIATION)


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Keep what was measured in a station's data folder, in place of what was measured before.

    Raises:
        OSError: the file cannot be written.
    """
    draft = folder / f".{FILE}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(calibration), indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())  # a name must never stand for half a file
    draft.replace(folder / FILE)


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
