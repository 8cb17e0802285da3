"""What goes on: what one can do now, what is coming, what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import ProjectsView
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style


@screen("projects", ProjectsView)
class ProjectsScreen(Screen):
    """Groups of tiles below their titles. It never changes while it is shown."""

    view: ProjectsView

    def build(self) -> None:
        """Each group with its title, then the smaller ways."""
        blocks: list[QWidget] = []
        style = Style(title_px=self.look.metrics.title_px, bold=True, picture_mm=16)
        for group in self.view.groups:
            title = Words(group.title, self.look, Rank.TITLE)
            title.leads = True
            tiles = TileGrid(self.look, style)
            tiles.asked.connect(self.asked)
            tiles.show_choices(group.choices)
            blocks += [title, tiles]
        others = TileGrid(self.look, Style(centred=True), columns=3 if self.look.metrics.roomy else 1)
        others.asked.connect(self.asked)
        others.show_entries([(face_of(way), way.intent, False, way.enabled) for way in self.view.others])
        self.page.put([*blocks, others])

    def spoken_content(self) -> Iterable[str]:
        """Each group by its title, then its choices."""
        for group in self.view.groups:
            yield group.title
            yield from map(spoken_choice, group.choices)
        yield from map(spoken_action, self.view.others)
