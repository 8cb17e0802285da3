"""The colours a place may bring of its own, and whether people can read on them.

Two, by what they mean: the one main action, and notices. All others carry meaning at every station and stay.
"""

from __future__ import annotations

import re
from typing import Any

MAIN_TEXT = "#ffffff"
"""Words on the main action."""
ACCENT_TEXT = "#07294a"
"""Words on a notice."""
PAPER = "#fbf7ee"
"""What the main action stands on."""

LEAST_OF_WORDS = 10.0
"""Contrast of words to what they stand on (R07)."""
LEAST_OF_FACES = 3.0
"""Contrast of a button's face to the page (R10)."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def readable_colours(wire: Any) -> tuple[str, str] | None:
    """Main and accent, from the content; None where there are none, and for those on which words could not be read."""
    if not isinstance(wire, dict):
        return None
    main, accent = wire.get("main"), wire.get("accent")
    if not (isinstance(main, str) and isinstance(accent, str) and is_colour(main) and is_colour(accent)):
        return None
    pairs = contrasts_of(main, accent).values()
    return (main, accent) if all(contrast(one, other) >= least for one, other, least in pairs) else None


def is_colour(value: str) -> bool:
    """Whether it is written as ``#rrggbb`` in small letters."""
    return _COLOUR.fullmatch(value) is not None


def contrasts_of(main: str, accent: str) -> dict[str, tuple[str, str, float]]:
    """What must stand out from what, and how much at least: (colour, the other, ratio) by what is looked at."""
    return {
        "main under words": (main, MAIN_TEXT, LEAST_OF_WORDS),
        "main on the page": (main, PAPER, LEAST_OF_FACES),
        "accent under words": (accent, ACCENT_TEXT, LEAST_OF_WORDS),
    }


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, between 1 and 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(code: str) -> float:
    """Relative luminance, between 0 and 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(code[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
