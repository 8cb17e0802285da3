"""How the station is, for attendants: what waits, what is wrong, the one button for the stick; or what they close."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import StaffView
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("staff", StaffView)
class StaffScreen(Screen):
    """What can be done, lines for reading, and paper; what the stick is doing stands above the button."""

    view: StaffView

    def build(self) -> None:
        """The ways on stay while the lines change, so that nobody loses the place."""
        super().build()
        style = Style(TileKind.PICK, title_px=self.look.metrics.text_px, bold=True)
        self._choices = TileGrid(self.look, style, columns=2)
        self._printed = Words("", self.look, Rank.STRONG)
        self._slip = TileGrid(self.look, Style(centred=True))
        for grid in (self._choices, self._slip):
            grid.asked.connect(self.asked)

    def fill(self) -> None:
        """Show how it is now."""
        view = self.view
        self.page.show_view(view, counted=view.progress)
        self._choices.show_choices(view.choices)
        self._printed.show_text(view.print_words)
        action = view.print_action
        self._slip.show_entries([(face_of(action), action.intent, False, action.enabled)] if action else [])
        lines = [LineRow(line, self.look, indented=False) for line in view.lines]
        self.page.put([self._choices, *lines, self._printed, self._slip])

    def spoken_content(self) -> Iterable[str]:
        """What can be done, each line, what the stick is doing, and paper."""
        view = self.view
        yield from map(spoken_choice, view.choices)
        yield from (f"{line.label}: {line.value}" for line in view.lines)
        yield view.print_words
        if view.print_action:
            yield spoken_action(view.print_action)
        yield view.progress
