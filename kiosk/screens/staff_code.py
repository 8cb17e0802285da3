"""The code of a card, typed or scanned by attendants."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action
from kiosk.viewmodel.views import StaffCodeView
from kiosk.widgets.entry.code_screen import CodeEntryScreen
from kiosk.widgets.entry.keyboard_layouts import PARTICIPATION_CODES
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.tiles.tile_layout import Style


@screen("staff_code", StaffCodeView)
class StaffCodeScreen(CodeEntryScreen):
    """As people type theirs, and a way for a card that cannot be read."""

    letters = PARTICIPATION_CODES
    view: StaffCodeView

    def build(self) -> None:
        """The way stands above the field, where no key is."""
        super().build()
        self._without = TileGrid(self.look, Style(centred=True))
        self._without.asked.connect(self.asked)
        self.page.put([self._without, self.writing], stretching=[self.writing])

    def fill(self) -> None:
        """Show the view."""
        super().fill()
        way = self.view.other
        self._without.show_entries([(face_of(way), way.intent, False, way.enabled)] if way else [])

    def spoken_content(self) -> tuple[str, ...]:
        """The field, and the way without it."""
        way = (spoken_action(self.view.other),) if self.view.other else ()
        return (*super().spoken_content(), *way)
