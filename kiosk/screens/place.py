"""Where it is: a map to tap, and buttons for everything the map can do."""

from __future__ import annotations

from pathlib import Path

from kiosk.screens import screen
from kiosk.viewmodel.views import PlaceView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.map.panel import MapPanel
from kiosk.widgets.map.tile_pack import open_pack
from kiosk.widgets.map.view import MapView


@screen("place", PlaceView)
class PlaceScreen(WholeScreen):
    """The map of the district with a pin. Without a map in the content the place is the district's middle, in words."""

    grows = False  # the map takes all the room there is

    view: PlaceView

    def build(self) -> None:
        """The map and its buttons."""
        super().build()
        view = self.view
        sketch = view.sketch or {"bbox": view.focus}
        pack = open_pack(Path(view.pack)) if view.pack else None
        map_view = MapView(sketch, view.focus, self.look, view.frame.language, pack=pack)
        map_view.setAccessibleName(view.headline)
        self.panel = MapPanel(map_view, view.controls or {}, self.look)
        self.panel.asked.connect(self.asked)
        self.page.put([self.panel], stretching=[self.panel])

    def fill(self) -> None:
        """Pin and words; the map stays where the person moved it."""
        super().fill()
        self.panel.map.show_outline(self.view.outline)
        self.panel.map.show_circle(self.view.circle)
        self.panel.show_place(self.view.point, self.view.point_words)

    def resume(self, before: Screen) -> None:
        """Go on where another screen was, with the map moved to the same place."""
        super().resume(before)
        if isinstance(before, PlaceScreen):
            self.panel.map.resume(before.panel.map)

    def spoken_content(self) -> tuple[str, ...]:
        """The place in words, then what the buttons are called."""
        return (self.view.point_words, *(self.view.controls or {}).values())
