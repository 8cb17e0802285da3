"""A question that is answered with yes, no or an abstention."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.vote import VoteScreen
from kiosk.viewmodel.views import VoteYesNoView
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("vote_yes_no", VoteYesNoView)
class VoteYesNoScreen(VoteScreen):
    """Three tiles, higher than those of other polls, of which one is chosen."""

    def options_style(self) -> Style:
        """High, with the answer in heavy letters."""
        return Style(TileKind.RADIO, bold=True, least_height_mm=34)
