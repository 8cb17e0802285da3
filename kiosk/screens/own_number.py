"""A number to keep in mind while somebody helps, and to say afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, OwnNumberView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("own_number", OwnNumberView)
class OwnNumberScreen(TilesScreen):
    """Nine tiles, as on a telephone."""

    columns = 3

    def tile_style(self) -> Style:
        """One large digit on each."""
        return Style(title_px=self.look.metrics.title_px, bold=True, centred=True, least_height_mm=26)

    def choices(self) -> Sequence[Choice]:
        """The numbers."""
        return cast(OwnNumberView, self.view).choices
