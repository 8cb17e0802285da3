"""What others have said, one tile for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Action, Choice, IdeasView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("ideas", IdeasView)
class IdeasScreen(TilesScreen):
    """The words of each, its topic, and how many stand behind it."""

    def tile_style(self) -> Style:
        """A pictogram before the words."""
        return Style(bold=True, picture_mm=16, least_height_mm=28)

    def choices(self) -> Sequence[Choice]:
        """What was said."""
        return cast(IdeasView, self.view).choices

    def other(self) -> Action | None:
        """A way beside the list."""
        return cast(IdeasView, self.view).other
