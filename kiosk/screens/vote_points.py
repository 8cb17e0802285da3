"""A question whose options share points."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.vote_scale import VoteGroupsScreen, points_grid
from kiosk.viewmodel.views import VotePointsView
from kiosk.widgets.layout.stack_and_grid import TileGrid


@screen("vote_points", VotePointsView)
class VotePointsScreen(VoteGroupsScreen):
    """Each option with its points, and two tiles: one point less, one point more."""

    shows_state = True

    def grid(self) -> TileGrid:
        """Two tiles."""
        return points_grid(self.look)
