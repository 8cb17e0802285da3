"""The projects on the map, and below it what each number stands for and costs."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import ProjectMapView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.map.pins import PinMap
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("project_map", ProjectMapView)
class ProjectMapScreen(Screen):
    """The map is for looking; everything on it can be touched in the list. It never changes while it is shown."""

    view: ProjectMapView

    def build(self) -> None:
        """The map, then the list."""
        view = self.view
        pins = [(mark.point, mark.number) for mark in view.marks]
        ground = PinMap(view.sketch or {"bbox": view.focus}, view.focus, pins, self.look, view.frame.language)
        ground.setAccessibleName(view.headline)
        tiles = TileGrid(self.look, Style(TileKind.PICK, bold=True, picture_mm=14))
        tiles.asked.connect(self.asked)
        tiles.show_choices(view.choices)
        self.page.put([tiles], lead=[ground])

    def spoken_content(self) -> Iterable[str]:
        """What each number stands for."""
        return map(spoken_choice, self.view.choices)
