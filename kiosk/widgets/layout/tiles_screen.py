"""A screen whose content is one set of tiles to choose from. Six screens are no more than that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import Action, Choice
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.tiles.tile_layout import Style, TileKind


class TilesScreen(Screen):
    """Tiles in ``columns``, set in ``tile_style``; ``other`` is a smaller button below them."""

    columns = 1

    def build(self) -> None:
        """The tiles, and a place for the other action."""
        self.tiles = self.grid()
        self._other = TileGrid(self.look, Style(centred=True))
        for grid in (self.tiles, self._other):
            grid.asked.connect(self.asked)
        stretching = [self.tiles] if self.tile_style().most_height_mm else []
        self.page.put([self.tiles, self._other], stretching=stretching)

    def grid(self) -> TileGrid:
        """What the tiles stand in."""
        return TileGrid(self.look, self.tile_style(), columns=self.columns)

    def tile_style(self) -> Style:
        """How the tiles are set."""
        return Style(TileKind.PICK, bold=True, least_height_mm=22)

    def choices(self) -> Sequence[Choice]:
        """What the view offers."""
        raise NotImplementedError

    def other(self) -> Action | None:
        """An action beside the choices."""
        return None

    def fill(self) -> None:
        """Show the choices of the view."""
        super().fill()
        self.tiles.show_choices(self.choices())
        other = self.other()
        self._other.show_entries([(face_of(other), other.intent, False, other.enabled)] if other else [])

    def spoken_content(self) -> Iterable[str]:
        """Each choice, and that it is the chosen one."""
        chosen = self.view.frame.words.chosen
        for choice in self.choices():
            yield spoken_choice(choice, chosen if choice.chosen else "")
        if other := self.other():
            yield spoken_action(other)
