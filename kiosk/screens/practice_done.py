"""Something was practised: a sun, praise, and what could come next."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility.profile import Layout
from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, PracticeDoneView
from kiosk.widgets.badge import Badge
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import Style

_SUN_MM = 52.0


@screen("practice_done", PracticeDoneView)
class PracticeDoneScreen(TilesScreen):
    """Nothing green: nothing is stored."""

    view: PracticeDoneView

    def build(self) -> None:
        """The sun above everything, where there is room and the tiles are in reach all the same."""
        super().build()
        if self.look.metrics.roomy and self.view.frame.profile.layout is Layout.NORMAL:
            self.page.put_picture(Badge(self.look, side_mm=_SUN_MM, pictogram="check"))

    def tile_style(self) -> Style:
        """With pictograms."""
        return Style(bold=True, picture_mm=20, least_height_mm=26, most_height_mm=44)

    def choices(self) -> Sequence[Choice]:
        """In earnest, once more, or the other exercise."""
        return self.view.choices
