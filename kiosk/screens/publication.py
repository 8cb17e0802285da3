"""Whether words and photo may become public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, PublicationView
from kiosk.widgets.layout.tiles_screen import TilesScreen


@screen("publication", PublicationView)
class PublicationScreen(TilesScreen):
    """Two answers."""

    def choices(self) -> Sequence[Choice]:
        """Yes and no."""
        return cast(PublicationView, self.view).choices
