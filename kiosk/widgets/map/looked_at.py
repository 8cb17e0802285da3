"""A place on the map for looking at: small, without buttons, and moved by nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QMouseEvent

from kiosk.viewmodel.views import PlaceOnMap
from kiosk.widgets.map.tile_pack import open_pack
from kiosk.widgets.map.view import MapView
from kiosk.widgets.theme import Look

LEAST_HEIGHT_MM = 46.0
"""Low enough to leave the page to the words; it takes what they leave."""


class PlaceLookedAt(MapView):
    """The pin or the circle of one place, and what is around."""

    takes_what_is_left = True

    def __init__(self, place: PlaceOnMap, look: Look, language: str) -> None:
        pack = open_pack(Path(place.pack)) if place.pack else None
        super().__init__(place.sketch or {"bbox": place.focus}, place.focus, look, language, pack=pack)
        self.setAccessibleName(place.name)
        self.show_point(place.point)
        self.show_circle(place.circle)

    def heightForWidth(self, width: int) -> int:
        """The least height at which a place can be made out."""
        return min(width, self.look.metrics.mm(LEAST_HEIGHT_MM))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing can be done with it."""
        event.ignore()
