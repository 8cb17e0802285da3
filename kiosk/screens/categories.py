"""What is wrong, by pictogram."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.views import Action, CategoriesView, Choice
from kiosk.widgets.tile_setting import Kind, Style
from kiosk.widgets.tiles_screen import TilesScreen


@screen("categories", CategoriesView)
class CategoriesScreen(TilesScreen):
    """Pictograms in columns, words below them."""

    columns = 2

    def build(self) -> None:
        """Six tiles in view: three columns on a wide screen."""
        if self.look.metrics.landscape:
            self.columns = 3
            self.page.lead_part = 0.27
        super().build()

    def tile_style(self) -> Style:
        """The pictogram above the words; before them where the letters are large and the tile is wide."""
        roomy = self.look.metrics.roomy
        return Style(Kind.PICK, bold=True, above=roomy, picture_mm=18 if self.look.metrics.landscape else 22)

    def choices(self) -> Sequence[Choice]:
        """The categories."""
        return cast(CategoriesView, self.view).choices

    def other(self) -> Action | None:
        """A way beside the list."""
        return cast(CategoriesView, self.view).other
