"""Everything about the voice. Every change is heard at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import Action, SpeechView
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("speech", SpeechView)
class SpeechScreen(Screen):
    """On or off, speed, volume, the reading itself, and what others may hear and see."""

    def build(self) -> None:
        """Titles and tiles."""
        on_off, pick, plain = Style(TileKind.PICK, picture_mm=12), Style(TileKind.CHECK), Style(centred=True)
        self._switch = TileGrid(self.look, on_off)
        self._speed, self._volume, self._reading = (TileGrid(self.look, plain, columns=2) for _ in range(3))
        self._privacy = TileGrid(self.look, pick)
        self._titles = [Words("", self.look, Rank.STRONG) for _ in range(3)]
        for title in self._titles:
            title.leads = True
        grids = [self._switch, self._speed, self._volume, self._reading, self._privacy]
        for grid in grids:
            grid.asked.connect(self.asked)
        speed, volume, privacy = self._titles
        self.page.put([self._switch, speed, self._speed, volume, self._volume, self._reading, privacy, self._privacy])

    def fill(self) -> None:
        """Show what is set, and what can be done."""
        super().fill()
        view = self._speech
        self._switch.show_choices([view.switch] if view.switch else [])
        titles = (view.speed_title, view.volume_title, view.privacy_title)
        grids = (self._speed, self._volume, self._privacy)
        for title, grid, text in zip(self._titles, grids, titles, strict=True):
            title.show_text(text)
            grid.called = text
        self._show_actions(self._speed, view.speed)
        self._show_actions(self._volume, view.volume)
        self._show_actions(self._reading, view.reading)
        self._privacy.show_choices(view.privacy)

    def spoken_content(self) -> Iterable[str]:
        """What is set, what can be done, and the state of each choice."""
        view, words = self._speech, self._speech.frame.words
        if view.switch:
            yield view.switch.title
        yield view.speed_title
        yield from map(spoken_action, view.speed)
        yield view.volume_title
        yield from map(spoken_action, (*view.volume, *view.reading))
        yield view.privacy_title
        for choice in view.privacy:
            yield spoken_choice(choice, words.chosen if choice.chosen else words.not_chosen)

    def _show_actions(self, grid: TileGrid, actions: tuple[Action, ...]) -> None:
        grid.show_entries([(face_of(action), action.intent, False, action.enabled) for action in actions])

    @property
    def _speech(self) -> SpeechView:
        return cast(SpeechView, self.view)
