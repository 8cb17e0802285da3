"""What one can read about what is stored, as tiles; and the way to withdraw one's own."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.screens import screen
from kiosk.viewmodel.views import Action, Choice, StoredView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("stored", StoredView)
class StoredScreen(TilesScreen):
    """A tile for each."""

    view: StoredView

    def tile_style(self) -> Style:
        """With pictograms."""
        return Style(bold=True, picture_mm=16, least_height_mm=22, most_height_mm=40)

    def choices(self) -> Sequence[Choice]:
        """What there is to read about."""
        return self.view.choices

    def other(self) -> Action | None:
        """To withdraw one's own."""
        return self.view.other
