"""How this works, in a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action
from kiosk.viewmodel.views import HelpView
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.label import Words
from kiosk.widgets.tiles.tile_layout import Style


@screen("help", HelpView)
class HelpScreen(Screen):
    """The ways, and one paragraph for each sentence."""

    view: HelpView

    def build(self) -> None:
        """The ways stay while the sentences change."""
        self._ways = TileGrid(self.look, Style(centred=True))
        self._ways.asked.connect(self.asked)

    def fill(self) -> None:
        """Show the sentences."""
        super().fill()
        ways = self.view.others
        self._ways.show_entries([(face_of(action), action.intent, False, action.enabled) for action in ways])
        sentences = [Words(sentence, self.look) for sentence in self.view.sentences]
        self.page.put([*([self._ways] if ways else []), *sentences])

    def spoken_content(self) -> Iterable[str]:
        """The sentences, and the ways."""
        return [*self.view.sentences, *map(spoken_action, self.view.others)]
