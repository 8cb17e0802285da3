"""The four contrast themes as colours by meaning. Values only, nothing is painted.

Every pair that carries information keeps the ratio of its theme (R07, R08); borders and the focus ring keep 3:1 (R10,
R11). Colour never says anything alone: stored, danger and chosen always have a shape or a word beside them (R12).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from accessibility.profile import Theme


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean, as ``#rrggbb``."""

    paper: str
    """The page."""
    ink: str
    """Words, pictograms and strong lines on the page and on tiles."""
    muted: str
    """Words of second rank. Still information."""
    tile: str
    """The face of a button that is not the main action."""
    line: str
    """The border of a button."""
    main: str
    """The face of the one main action."""
    main_text: str
    pressed: str
    """The face of a button while a finger is on it."""
    pressed_text: str
    chosen: str
    """The face of what is chosen; the tick and the thick frame say it too."""
    chosen_text: str
    accent: str
    """Sunny: here you are. The face of notices and of the pin on the map."""
    accent_text: str
    stored: str
    """Green, only ever: it is stored."""
    stored_text: str
    danger: str
    """Red, only ever: danger."""
    danger_text: str
    focus: str
    """The ring around the control that keys act on."""
    focus_band: str
    """The band between the ring and the control, the same on every control."""
    brick: str
    """Drawings: houses, benches, faces. ``leaf``: what grows. Ink stands out on both as on paper."""
    leaf: str
    land: str
    """Map: what is not water. Shapes have an outline in ``line`` or ``ink``, so nothing hangs on these two."""
    water: str
    tasks: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    """By task: the colour of its band beside a headline, and the tint behind its pictogram. Both only accompany words;
    a theme of two colours has none."""


class OwnColours(NamedTuple):
    """What a place may bring of its own, as ``#rrggbb``: the face of the one main action, and that of notices."""

    main: str
    accent: str


# Deep Warnow blue on warm paper, and the sun.
_DEFAULT = Palette(
    paper="#fbf7ee",
    ink="#07294a",
    muted="#203850",
    tile="#ffffff",
    line="#5c7286",
    main="#07294a",
    main_text="#ffffff",
    pressed="#c9dceb",
    pressed_text="#07294a",
    chosen="#fff0bf",
    chosen_text="#07294a",
    accent="#ffd860",
    accent_text="#07294a",
    stored="#04462a",
    stored_text="#ffffff",
    danger="#7d0b14",
    danger_text="#ffffff",
    focus="#07294a",
    focus_band="#ffc21f",
    brick="#f8d3b8",
    leaf="#dbe7c3",
    land="#f3ecdb",
    water="#cfe4f2",
    tasks={
        "voting": ("#1d6fa5", "#d5e8f4"),
        "reporting": ("#b3541e", "#fbdfcb"),
        "projects": ("#3d7a3a", "#dcebcf"),
        "contributing": ("#8a6a00", "#fbecb8"),
        "lookup": ("#6d4c9f", "#e4dcf2"),
        "practice": ("#4f5b66", "#e2e6ea"),
    },
)

_BLACK, _WHITE = "#000000", "#ffffff"


def _of_two(paper: str, ink: str) -> Palette:
    """Only two colours: what differs, differs by shape, frame and inversion."""
    return Palette(
        paper=paper,
        ink=ink,
        muted=ink,
        tile=paper,
        line=ink,
        main=ink,
        main_text=paper,
        pressed=ink,
        pressed_text=paper,
        chosen=paper,
        chosen_text=ink,
        accent=paper,
        accent_text=ink,
        stored=ink,
        stored_text=paper,
        danger=ink,
        danger_text=paper,
        focus=ink,
        focus_band=paper,
        brick=paper,
        leaf=paper,
        land=paper,
        water=paper,
    )


_SOFT = Palette(
    paper="#ded6c4",
    ink="#35424e",
    muted="#3b4853",
    tile="#e6dfcf",
    line="#66717b",
    main="#35424e",
    main_text="#e6dfcf",
    pressed="#c5c8c4",
    pressed_text="#2f3b46",
    chosen="#e9dba9",
    chosen_text="#35424e",
    accent="#e3c871",
    accent_text="#2f3b46",
    stored="#2c4a3a",
    stored_text="#e6dfcf",
    danger="#702c30",
    danger_text="#e6dfcf",
    focus="#35424e",
    focus_band="#e3c871",
    brick="#e0b795",
    leaf="#c8cfa8",
    land="#d8cfba",
    water="#c3ccd0",
    tasks={
        "voting": ("#4a6f8a", "#cbd5d8"),
        "reporting": ("#8f5a39", "#e2c9b0"),
        "projects": ("#566f45", "#ccd3b2"),
        "contributing": ("#77642e", "#ddd0a2"),
        "lookup": ("#6c5d8a", "#d3ccd6"),
        "practice": ("#54585f", "#d3d2cc"),
    },
)

_PALETTES = {
    Theme.DEFAULT: _DEFAULT,
    Theme.WHITE_ON_BLACK: _of_two(_BLACK, _WHITE),
    Theme.BLACK_ON_WHITE: _of_two(_WHITE, _BLACK),
    Theme.SOFT: _SOFT,
}


def palette(theme: Theme, own: OwnColours | None = None) -> Palette:
    """The colours of a theme. A place's ``own`` are in the default theme only: the others serve eyes, not places."""
    if own is None or theme is not Theme.DEFAULT:
        return _PALETTES[theme]
    return replace(_DEFAULT, main=own.main, accent=own.accent)
