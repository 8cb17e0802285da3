"""The city's districts by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Action, Choice, DistrictsView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("districts", DistrictsView)
class DistrictsScreen(TilesScreen):
    """Like the bell board of a house: all names at once, in two columns while the letters allow it."""

    columns = 2

    def build(self) -> None:
        """Where there are shorter ways, they come first."""
        self.beside_first = bool(cast(DistrictsView, self.view).others)
        super().build()

    def tile_style(self) -> Style:
        """Low tiles, each still large enough for a finger."""
        return Style(TileKind.PICK)

    def choices(self) -> Sequence[Choice]:
        """The districts."""
        return cast(DistrictsView, self.view).choices

    def other(self) -> Action | None:
        """A way beside the list."""
        return cast(DistrictsView, self.view).other
