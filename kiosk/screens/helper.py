"""In the place of answers that a helper must not see: how the person can be alone with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, HelperView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("helper", HelperView)
class HelperScreen(TilesScreen):
    """Big tiles."""

    def tile_style(self) -> Style:
        """As large as on the first page."""
        title_px = self.look.metrics.title_px
        return Style(title_px=title_px, bold=True, picture_mm=30, least_height_mm=44, most_height_mm=82)

    def choices(self) -> Sequence[Choice]:
        """The ways to be alone."""
        return cast(HelperView, self.view).choices
