"""Calibration: how many pixels make a millimetre on one display, measured with a bank card held to the screen.

Values only; how they are kept stands in ``calibration_file``. What a display reports about its own size is never
trusted. A card is 85.60 mm wide and 53.98 mm high (ISO/IEC 7810, ID-1), wherever it was issued.
"""

from __future__ import annotations

from math import hypot

CARD_WIDTH_MM = 85.60
CARD_HEIGHT_MM = 53.98
CARD_RADIUS_MM = 3.18
"""Of the card's corners."""

MM_PER_INCH = 25.4

MOST_DEVIATION = 0.25
"""Part by which a measured display may differ from the one in the settings; beyond that somebody has mismeasured."""


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
