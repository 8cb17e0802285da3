"""How everything on one screen looks: lengths, colours, fonts and pictograms, handed to every widget as one value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from PySide6.QtGui import QColor, QFont

from accessibility.contrast import Palette, palette
from accessibility.metrics import ARABIC_LETTERS, Metrics, metrics_for
from kiosk.viewmodel.views import Frame
from kiosk.widgets.pictogram import Pictograms

FONT_FAMILIES = ("Noto Sans", "Noto Sans Arabic")
"""One sans-serif hand for all scripts (R06)."""


OWN_PICTOGRAMS = Pictograms()
"""The station's own, without content."""


@dataclass(frozen=True)
class Look:
    """What a widget needs to know to paint itself. A change of any of it is a new look, and a new screen."""

    metrics: Metrics
    palette: Palette
    pictograms: Pictograms
    right_to_left: bool = False
    motion: bool = True
    """False: nothing moves by itself."""
    accent: str = ""
    """The task this page belongs to: a key of ``Palette.tasks``; empty outside of tasks."""
    bars: Metrics | None = None
    """The lengths of the bars around a page that has grown into free room: they never do."""
    texts_set: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    """What ``text_layout`` has set already. It goes with the screen: nothing a person wrote outlives it."""

    @property
    def of_bars(self) -> Look:
        """The look of the bars around the page, and of the page before it grew."""
        return self if self.bars is None else replace(self, metrics=self.bars, bars=None)


def look_for(
    frame: Frame,
    *,
    px_per_mm: float,
    width: int,
    height: int,
    pictograms: Pictograms | None = None,
    motion: bool = True,
    lower_edge_mm: int | None = None,
) -> Look:
    """The look a person's aids ask for, on a screen of this many pixels. Without ``pictograms``: the station's own."""
    return Look(
        metrics=metrics_for(
            frame.profile,
            px_per_mm=px_per_mm,
            width=width,
            height=height,
            lower_edge_mm=lower_edge_mm,
            letters=ARABIC_LETTERS if frame.language == "ar" else 1.0,
        ),
        palette=palette(frame.profile.theme, frame.colours),
        accent=frame.accent,
        pictograms=pictograms or OWN_PICTOGRAMS,
        right_to_left=frame.right_to_left,
        motion=motion,
    )


@lru_cache(maxsize=64)
def font(px: int, *, bold: bool = False) -> QFont:
    """The one font at this many pixels. Never change it: it is shared."""
    made = QFont(list(FONT_FAMILIES))
    made.setPixelSize(px)
    made.setBold(bold)
    return made


@lru_cache(maxsize=128)
def colour(code: str) -> QColor:
    """A palette's ``#rrggbb`` for a painter. Never change it: it is shared."""
    return QColor(code)
