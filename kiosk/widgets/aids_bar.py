"""The aids (language, read aloud, larger, contrast, help) in one bar that never moves."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility.scanning import Together
from kiosk.views import Action
from kiosk.widgets.arrangement import TileGrid
from kiosk.widgets.look import Look
from kiosk.widgets.tile_setting import Face, Style


def face_of(action: Action) -> Face:
    """What stands on the button of an action."""
    return Face(action.label, pictogram=action.pictogram, name=action.name)


class AidsBar(TileGrid):
    """All aids in one row, or in two where the letters are too large for one."""

    scan_rank = 3
    scan_together = Together.ALL

    def __init__(self, look: Look) -> None:
        wide = look.metrics.landscape
        super().__init__(look, Style(above=not wide, centred=wide), columns=5, justified=True)

    def show_aids(self, aids: Sequence[Action]) -> None:
        """Show these aids."""
        self.show_entries([(face_of(aid), aid.intent, False, aid.enabled) for aid in aids])
