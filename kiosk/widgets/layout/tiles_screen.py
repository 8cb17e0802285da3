"""A screen whose content is one set of tiles to choose from. Six screens are no more than that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import Action, Choice
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.tiles.tile_layout import Style, TileKind


class TilesScreen(Screen):
    """Tiles in ``columns``, set in ``tile_style``; ``other`` and the view's ``others`` are smaller buttons below."""

    columns = 1
    beside_first = False
    """The smaller buttons stand above the tiles: they are needed before anybody has read those."""
    beside_columns = 1

    def build(self) -> None:
        """The tiles, and a place for the other action."""
        self.tiles = self.grid()
        self._other = TileGrid(self.look, Style(centred=True), columns=self.beside_columns)
        for grid in (self.tiles, self._other):
            grid.asked.connect(self.asked)
        stretching = [self.tiles] if self.tile_style().most_height_mm else []
        blocks = [self._other, self.tiles] if self.beside_first else [self.tiles, self._other]
        self.page.put(blocks, stretching=stretching)

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
        choices = self.choices()
        metrics = self.look.metrics
        if metrics.terse or (metrics.flat and not metrics.roomy):  # what says more is read aloud all the same
            choices = [replace(choice, about="") for choice in choices]
        self.tiles.show_choices(choices)
        self._other.show_entries([(face_of(action), action.intent, False, action.enabled) for action in self._beside()])

    def spoken_content(self) -> Iterable[str]:
        """Each choice, and that it is the chosen one; the smaller buttons where they stand."""
        chosen = self.view.frame.words.chosen
        choices = [spoken_choice(choice, chosen if choice.chosen else "") for choice in self.choices()]
        beside = [spoken_action(action) for action in self._beside()]
        return [*beside, *choices] if self.beside_first else [*choices, *beside]

    def _beside(self) -> Sequence[Action]:
        other = self.other()
        return (*((other,) if other else ()), *getattr(self.view, "others", ()))
