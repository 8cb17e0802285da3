"""What can be given beside the words: photo, spoken message, contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, ExtrasView
from kiosk.widgets.layout.tiles_screen import TilesScreen


@screen("extras", ExtrasView)
class ExtrasScreen(TilesScreen):
    """A tile for each."""

    def choices(self) -> Sequence[Choice]:
        """The tiles."""
        return cast(ExtrasView, self.view).choices
