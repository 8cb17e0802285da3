"""One thing about what a person wants to say, as a few tiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, ContributeView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("contribute", ContributeView)
class ContributeScreen(TilesScreen):
    """A pictogram and a line below each title."""

    def tile_style(self) -> Style:
        """Large enough to be seen from two steps away."""
        metrics = self.look.metrics
        title_px = metrics.text_px if metrics.terse else metrics.title_px  # where no line stands below the title
        return Style(TileKind.PICK, title_px=title_px, bold=True, picture_mm=20, least_height_mm=34)

    def choices(self) -> Sequence[Choice]:
        """What can be said."""
        return cast(ContributeView, self.view).choices
