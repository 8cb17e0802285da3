"""Choose a language. Each is named in its own words, so that everyone finds the right one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, LanguagesView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("languages", LanguagesView)
class LanguagesScreen(TilesScreen):
    """One tile for each language, all in view: in two columns where letters are large or the screen is low."""

    def build(self) -> None:
        """The tiles."""
        self.columns = 2 if self.look.metrics.landscape or not self.look.metrics.roomy else 1
        super().build()

    def tile_style(self) -> Style:
        """Large letters, for this is read before size could be chosen."""
        return Style(
            TileKind.PICK, title_px=self.look.metrics.title_px, bold=True, least_height_mm=32, most_height_mm=46
        )

    def choices(self) -> Sequence[Choice]:
        """The languages."""
        return cast(LanguagesView, self.view).languages
