"""What is wrong, by pictogram."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Action, CategoriesView, Choice
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("categories", CategoriesView)
class CategoriesScreen(TilesScreen):
    """Pictograms in columns, words below them; above them whom to call, and the shorter way by a word."""

    beside_first = True

    def build(self) -> None:
        """Six tiles in view: two columns, three on a wide screen, and one where the letters are large."""
        metrics = self.look.metrics
        self.columns = 1 if not metrics.roomy else 3 if metrics.landscape else 2
        if metrics.roomy:
            self.beside_columns = 3
            self.page.lead_part = 0.23
        super().build()

    def tile_style(self) -> Style:
        """The pictogram above the words; before them where the letters are large and the tile is wide."""
        roomy = self.look.metrics.roomy
        return Style(TileKind.PICK, bold=True, above=roomy, picture_mm=14 if self.look.metrics.landscape else 18)

    def choices(self) -> Sequence[Choice]:
        """The categories."""
        return cast(CategoriesView, self.view).choices

    def other(self) -> Action | None:
        """A way beside the list."""
        return cast(CategoriesView, self.view).other
