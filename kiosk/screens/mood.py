"""One question at the end of a visit: a row of faces or numbers, of which one touch is enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.screens.vote_scale import scale_grid
from kiosk.viewmodel.views import Choice, MoodView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import TileKind


@screen("mood", MoodView)
class MoodScreen(TilesScreen):
    """The scale alone."""

    def grid(self) -> TileGrid:
        """As where options are rated, but with the touch the visit ends: no tick is ever seen."""
        faces = any(choice.pictogram for choice in self.choices())
        grid = scale_grid(self.look, faces=faces, kind=TileKind.PLAIN)
        grid.answers = True
        return grid

    def choices(self) -> Sequence[Choice]:
        """The faces or numbers."""
        return cast(MoodView, self.view).choices
