"""A question whose options share points."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.vote_scale import OptionTiles, VoteGroupsScreen
from kiosk.viewmodel.views import VotePointsView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.tiles.tile_layout import Style


@screen("vote_points", VotePointsView)
class VotePointsScreen(VoteGroupsScreen):
    """Each option with its points, and two tiles: one point less, one point more."""

    shows_state = True

    def grid(self) -> TileGrid:
        """Side by side; the same tile tapped twice is meant twice."""
        grid = OptionTiles(self.look, Style(centred=True), columns=2, justified=True)
        grid.takes_every_tap = True
        return grid
