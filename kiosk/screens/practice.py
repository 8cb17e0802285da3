"""What can be practised, as big tiles."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, PracticeView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("practice", PracticeView)
class PracticeScreen(TilesScreen):
    """As large as on the first page."""

    view: PracticeView

    def tile_style(self) -> Style:
        """With pictograms."""
        title_px = self.look.metrics.title_px
        return Style(title_px=title_px, bold=True, picture_mm=30, least_height_mm=44, most_height_mm=82)

    def choices(self) -> Sequence[Choice]:
        """The exercises."""
        return self.view.choices
