"""One option of a question alone, and what can be said to it."""

from __future__ import annotations

from typing import cast

from kiosk.screens import screen
from kiosk.screens.vote import VoteScreen
from kiosk.screens.vote_scale import points_grid, scale_grid
from kiosk.viewmodel.views import OptionQuestion, VoteGuidedView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("vote_guided", VoteGuidedView)
class VoteGuidedScreen(VoteScreen):
    """Yes and no as two high tiles; ranks below each other; faces, numbers or points as where all options stand."""

    def options_grid(self) -> TileGrid:
        """As what is asked needs it."""
        match self._guided.asks:
            case OptionQuestion.RATING:
                return scale_grid(self.look, faces=any(option.pictogram for option in self._guided.options))
            case OptionQuestion.POINTS:
                return points_grid(self.look)
            case OptionQuestion.YES_NO:
                return TileGrid(self.look, Style(TileKind.RADIO, bold=True, least_height_mm=34))
        return TileGrid(self.look, Style(TileKind.RADIO, least_height_mm=20))

    @property
    def _guided(self) -> VoteGuidedView:
        return cast(VoteGuidedView, self.view)
