"""The first page of a visit: what can be done here, as a few big tiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from accessibility.profile import TextSize
from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, HomeView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("home", HomeView)
class HomeScreen(TilesScreen):
    """Big tiles with pictograms, below each other; on a wide screen in two columns."""

    def build(self) -> None:
        """In large type two columns would break every word that is read."""
        is_large = self.view.frame.profile.size in (TextSize.LARGE, TextSize.EXTRA)
        self.columns = 2 if self.look.metrics.landscape and not is_large else 1
        self.beside_columns = 3 if self.look.metrics.roomy else 2
        super().build()

    def tile_style(self) -> Style:
        """Large enough to be seen from two steps away."""
        title_px = self.look.metrics.title_px
        return Style(title_px=title_px, bold=True, picture_mm=30, least_height_mm=44, most_height_mm=82)

    def choices(self) -> Sequence[Choice]:
        """What can be done."""
        return cast(HomeView, self.view).tiles
