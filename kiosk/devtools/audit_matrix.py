"""What an audit looks at: the displays, and which combinations of size, theme, language and layout on each of them.

Values only; nothing is painted here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import product

from accessibility.calibration import nominal_px_per_mm
from accessibility.metrics import DEFAULT_PX_PER_MM, usual_lower_edge_mm
from accessibility.profile import Layout, TextSize, Theme
from kiosk.devtools.gallery import LAYOUTS, Setup
from sync.protocol.languages import LANGUAGE_CODES

LONG, SHORT = 1920, 1080


@dataclass(frozen=True)
class AuditedDisplay:
    """A display that stations have, in pixels and pixels per millimetre."""

    name: str
    width: int
    height: int
    px_per_mm: float

    @property
    def lower_edge_mm(self) -> int:
        """How high above the floor its lower edge is where nobody says otherwise."""
        return usual_lower_edge_mm(self.height / self.px_per_mm)


SMALL_PX_PER_MM = nominal_px_per_mm(width_px=LONG, height_px=SHORT, diagonal_inch=15.6)

UPRIGHT = AuditedDisplay("upright", SHORT, LONG, DEFAULT_PX_PER_MM)
"""21.5 inch."""

SMALL = AuditedDisplay("small", SHORT, LONG, SMALL_PX_PER_MM)
"""15.6 inch upright: the same pixels in less room."""

LYING = AuditedDisplay("lying", LONG, SHORT, DEFAULT_PX_PER_MM)
"""21.5 inch."""

SMALL_LYING = AuditedDisplay(
    "small_lying", 1366, 768, nominal_px_per_mm(width_px=1366, height_px=768, diagonal_inch=15.6)
)
"""15.6 inch, of few pixels."""

TABLET_PX_PER_MM = nominal_px_per_mm(width_px=1280, height_px=800, diagonal_inch=10.1)

TABLET = AuditedDisplay("tablet", 800, 1280, TABLET_PX_PER_MM)
"""10.1 inch, upright: what a team takes to a street event."""

TABLET_LYING = AuditedDisplay("tablet_lying", 1280, 800, TABLET_PX_PER_MM)
"""10.1 inch: the smallest a station may have."""

DISPLAYS = (UPRIGHT, SMALL, LYING, SMALL_LYING, TABLET, TABLET_LYING)
"""All displays that a station may have, from the largest on: others are as large as one of them, or between two."""

DISPLAY_NAMES = tuple(display.name for display in DISPLAYS)


WITH_STATES = ("de", "ar")
"""Languages whose screens the representative choice also shows with the focus on each control and each choice the other
way round, and walks with a key: in either direction of writing. Rings and ticks do not depend on the words."""


@dataclass(frozen=True)
class AuditTask:
    """All screens in one setup on one display. ``states``: the controls also with the focus and the other way round;
    ``screens``: only these, all of them when empty; ``quarter``: of those only every fourth one, beginning with the one
    at this place (0 to 3), all of them when None."""

    setup: Setup
    display: AuditedDisplay
    states: bool = True
    screens: tuple[str, ...] = ()
    quarter: int | None = None

    def takes(self, at: int, screen: str) -> bool:
        """It is about the screen of this name, the so-maniest there is."""
        return (not self.screens or screen in self.screens) and self.quarter in (None, at % 4)

    @property
    def name(self) -> str:
        """Says in one word which one this is."""
        setup = self.setup
        parts = (self.display.name, setup.size, setup.theme, setup.language, setup.layout, *self.screens)
        return ".".join((*parts, "states") if self.states else parts)

    @property
    def but_for_colours(self) -> AuditTask:
        """The same in the default theme: equal for tasks in which everything should be at the same place."""
        return replace(self, setup=replace(self.setup, theme=Theme.DEFAULT))


BEFORE_AIDS = ("attract",)
"""Screens that are shown before anybody has chosen aids: in one size, one theme and one layout."""


def representative_matrix(*, quarters: bool = False) -> list[AuditTask]:
    """Every screen in every pair of size, theme, language, layout and display.

    Each language comes with each display; size, theme and layout turn with them so that every two values of anything
    meet. Forty-eight setups are the fewest that can do so. ``quarters``: each of them with every fourth screen, in
    turns, so that every screen still meets every theme, language, layout and display, and every size on three displays.
    """
    tasks = []
    for (at, language), (step, display) in product(enumerate(LANGUAGE_CODES), enumerate(DISPLAYS)):
        size = list(TextSize)[(at + step) % len(TextSize)]
        theme = list(Theme)[(2 * at + step + at // len(Theme)) % len(Theme)]
        layout = LAYOUTS[(step + at // len(LAYOUTS)) % len(LAYOUTS)]
        # No value of anything keeps to one quarter.
        quarter = (at + at // 4 + step + 2 * (step // 3)) % 4 if quarters else None
        tasks.append(
            AuditTask(Setup(size, theme, language, layout), display, states=language in WITH_STATES, quarter=quarter)
        )
    usual = (Setup(TextSize.DEFAULT, Theme.DEFAULT, language, Layout.NORMAL) for language in LANGUAGE_CODES)
    first = (AuditTask(setup, DISPLAYS[at % len(DISPLAYS)], screens=BEFORE_AIDS) for at, setup in enumerate(usual))
    return [*tasks, *first]


def full_matrix(
    *,
    sizes: Collection[str] = tuple(TextSize),
    themes: Collection[str] = tuple(Theme),
    languages: Collection[str] = LANGUAGE_CODES,
    layouts: Collection[str] = LAYOUTS,
    displays: Collection[str] = DISPLAY_NAMES,
    screens: Sequence[str] = (),
) -> list[AuditTask]:
    """Every screen in every size, theme, language and layout on every display, or the slice of it that is named."""
    shown = [display for display in DISPLAYS if display.name in displays]
    chosen = product(TextSize, LANGUAGE_CODES, LAYOUTS, Theme)  # themes last: they are measured together
    setups = [Setup(size, theme, language, layout) for size, language, layout, theme in chosen]
    return [
        AuditTask(setup, display, screens=tuple(screens))
        for display in shown
        for setup in setups
        if setup.size in sizes and setup.theme in themes and setup.language in languages and setup.layout in layouts
    ]
