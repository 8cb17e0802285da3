"""What is wrong, for people who do not write: ready sentences, several of which may fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, SentencesView
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("sentences", SentencesView)
class SentencesScreen(TilesScreen):
    """Below each other, each with a box to tick."""

    def build(self) -> None:
        """The sentences are in view before an explanation is long."""
        super().build()
        self.tiles.answers = True

    def tile_style(self) -> Style:
        """Several may be chosen."""
        return Style(TileKind.CHECK, least_height_mm=20)

    def choices(self) -> Sequence[Choice]:
        """The sentences."""
        return cast(SentencesView, self.view).choices
