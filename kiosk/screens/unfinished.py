"""The visit shall end with something unfinished: go on with it, throw it away, or send it as it is where one can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, UnfinishedView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("unfinished", UnfinishedView)
class UnfinishedScreen(TilesScreen):
    """Big tiles."""

    def tile_style(self) -> Style:
        """As large as on the first page."""
        title_px = self.look.metrics.title_px
        return Style(title_px=title_px, bold=True, picture_mm=30, least_height_mm=44, most_height_mm=82)

    def choices(self) -> Sequence[Choice]:
        """The answers."""
        return cast(UnfinishedView, self.view).choices
