"""A question whose options are brought into an order. What follows from a touch is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.screens.vote import VoteScreen
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import VoteRankedView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style


@screen("vote_ranked", VoteRankedView)
class VoteRankedScreen(VoteScreen):
    """The options with their ranks, and below them the tiles that move one of them up."""

    grows = False  # tiles come below the options with the second rank

    def build(self) -> None:
        """The ways to a better rank stand below the options: no option changes its place."""
        self._moves_title = Words("", self.look, Rank.STRONG)
        self._moves_title.leads = True
        self._moves = TileGrid(self.look, Style())
        self._moves.asked.connect(self.asked)
        super().build()

    def blocks(self) -> Sequence[QWidget]:
        """The options, then the moves."""
        return [*super().blocks(), self._moves_title, self._moves]

    def fill(self) -> None:
        """Ranks and moves."""
        self._moves_title.show_text(self._ranked.moves_title)
        self._moves.show_choices(self._ranked.moves)
        super().fill()

    def spoken_options(self) -> Iterable[str]:
        """Each option with its rank, then the moves there are."""
        yield from map(spoken_choice, self._ranked.options)
        if self._ranked.moves_title:
            yield self._ranked.moves_title
        yield from (spoken_choice(move) for move in self._ranked.moves if move.enabled)

    @property
    def _ranked(self) -> VoteRankedView:
        return cast(VoteRankedView, self.view)
