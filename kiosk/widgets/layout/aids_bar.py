"""The aids (language, read aloud, larger, contrast, help) in one bar that never moves."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility.scanning import Together
from kiosk.viewmodel.views import Action
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.theme import Look
from kiosk.widgets.tiles.tile_layout import Face, Style


def face_of(action: Action) -> Face:
    """What stands on the button of an action."""
    return Face(action.label, pictogram=action.pictogram, name=action.name)


_ABOVE, _BESIDE = Style(above=True), Style(centred=True)


class AidsBar(TileGrid):
    """All aids in one row, or in more where the letters are too large for one.

    Upright the pictograms stand above the words, unless that takes more height than beside them.
    """

    scan_rank = 3
    scan_together = Together.ALL

    def __init__(self, look: Look) -> None:
        super().__init__(look, _BESIDE if look.metrics.landscape else _ABOVE, columns=5, justified=True)

    def show_aids(self, aids: Sequence[Action]) -> None:
        """Show these aids."""
        self.show_entries([(face_of(aid), aid.intent, False, aid.enabled) for aid in aids])
        metrics = self.look.metrics
        if not metrics.landscape:
            width = metrics.width - 2 * (metrics.margin - metrics.ring)
            self.set_in(min((_ABOVE, _BESIDE), key=lambda style: self._height_in(style, width)))

    def _height_in(self, style: Style, width: int) -> int:
        self.set_in(style)
        return self.heightForWidth(width)
