"""A screen on which one entry of a list of words is chosen. Where pictures tell entries apart it is another screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.viewmodel.views import Action, Choice, ListView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style, TileKind


class ListScreen(TilesScreen):
    """One column of low tiles; the other ways stand below it."""

    kind = TileKind.PICK
    """``PLAIN`` where none of them is ever shown as what was chosen before: no room is kept for a tick then."""

    def tile_style(self) -> Style:
        """Each large enough for a finger, with room for two lines."""
        return Style(self.kind, bold=True, picture_mm=12 if any(one.pictogram for one in self.choices()) else 0)

    def choices(self) -> Sequence[Choice]:
        """The list."""
        return cast(ListView, self.view).choices

    def other(self) -> Action | None:
        """A way beside the list."""
        return cast(ListView, self.view).other
