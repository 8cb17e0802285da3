"""The question in sign language: a silent film, large, with two buttons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QHideEvent, QShowEvent

from kiosk.screens import screen
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import SignVideoView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.text.label import Words
from kiosk.widgets.tiles.tile_layout import Face, Style
from kiosk.widgets.video_player import Film


@dataclass(frozen=True)
class _Press(Intent):
    """A button of the film. It never leaves the screen."""

    button: str


@screen("sign_video", SignVideoView)
class SignVideoScreen(WholeScreen):
    """The film begins by itself, and can be held and begun anew."""

    grows = False  # the film takes all the room there is

    view: SignVideoView

    def build(self) -> None:
        """The film, words in its place where it is missing, and the buttons."""
        super().build()
        view, look = self.view, self.look
        self._missing = Words("", look)
        self.film = Film(view.video, look, name=view.headline, failed=self._say_missing)
        self._buttons = TileGrid(look, Style(centred=True), columns=2)
        self._buttons.asked.connect(self._press)
        self.page.put([self._missing, self.film, self._buttons], stretching=[self.film])

    def fill(self) -> None:
        """Name the buttons."""
        super().fill()
        entries = (("play", self.view.play, "clock"), ("again", self.view.again, "back"))
        self._buttons.show_entries(
            [(Face(label, pictogram=pictogram), _Press(name), False, True) for name, label, pictogram in entries]
        )

    def busy(self) -> bool:
        """While it plays, somebody watches."""
        return self.film.playing()

    def resume(self, before: Screen) -> None:
        """Another size or contrast: the film begins anew on the new screen."""
        super().resume(before)
        if isinstance(before, SignVideoScreen):
            before.film.close_film()

    def spoken_content(self) -> tuple[str, ...]:
        """What is missing, and what the buttons are called."""
        return self._missing.text(), self.view.play, self.view.again

    def showEvent(self, event: QShowEvent) -> None:
        """The film begins."""
        super().showEvent(event)
        self.film.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """The screen is thrown away, and the film with it."""
        super().hideEvent(event)
        self.film.close_film()

    def _say_missing(self) -> None:
        self._missing.show_text(self.view.missing)
        self.page.arrange()

    def _press(self, press: Intent) -> None:
        if press == _Press("again"):
            self.film.again()
        else:
            self.film.play_or_pause()
