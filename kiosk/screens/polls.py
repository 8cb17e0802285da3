"""The polls of a district, one tile for each, and the way to another district."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Action, Choice, PollsView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("polls", PollsView)
class PollsScreen(TilesScreen):
    """What each poll is about, what it decides, and until when."""

    def tile_style(self) -> Style:
        """A pictogram before three lines."""
        return Style(title_px=self.look.metrics.title_px, bold=True, picture_mm=22, least_height_mm=50)

    def choices(self) -> Sequence[Choice]:
        """The polls."""
        return cast(PollsView, self.view).choices

    def other(self) -> Action | None:
        """Another district."""
        return cast(PollsView, self.view).other
