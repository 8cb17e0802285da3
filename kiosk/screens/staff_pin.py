"""The PIN of the attendants, typed on a pad of digits. What was typed is never shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.screens import screen
from kiosk.viewmodel.intents import EraseDigit, TypeDigit
from kiosk.viewmodel.phrases import spoken_action
from kiosk.viewmodel.views import StaffPinView
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.stack_and_grid import Spring, TileGrid
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.tiles.tile_layout import Style


@screen("staff_pin", StaffPinView)
class StaffPinScreen(WholeScreen):
    """Digits in three columns, as on a telephone; in every language from left to right."""

    def build(self) -> None:
        """The pad."""
        super().build()
        style = Style(centred=True, bold=True, title_px=self.look.metrics.title_px, least_height_mm=20)
        self._pad = TileGrid(replace(self.look, right_to_left=False), style, columns=3)
        self._pad.takes_every_tap = True  # 1, 1 are two digits, and nobody sees which are there
        self._pad.asked.connect(self.asked)
        self._other = TileGrid(self.look, Style(centred=True))
        self._other.asked.connect(self.asked)
        spring = Spring()
        self.page.put([spring, self._pad, self._other], stretching=[spring])  # within reach of who sits

    def fill(self) -> None:
        """How many digits there are."""
        view = self._view
        self.page.show_view(view, counted=view.typed)
        self._pad.show_entries([(face_of(key), key.intent, False, key.enabled) for key in view.keys])
        other = view.other
        self._other.show_entries([(face_of(other), other.intent, False, other.enabled)] if other else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits of a real keyboard are typed as those of the pad."""
        wish = EraseDigit() if event.key() == Qt.Key.Key_Backspace else TypeDigit(event.text())
        if not event.isAutoRepeat() and any(key.intent == wish and key.enabled for key in self._view.keys):
            self.asked.emit(wish)
        else:
            super().keyPressEvent(event)

    def spoken_content(self) -> Iterable[str]:
        """The keys, another way in, and how many digits there are."""
        other = [self._view.other] if self._view.other else []
        return [*map(spoken_action, [*self._view.keys, *other]), self._view.typed]

    @property
    def _view(self) -> StaffPinView:
        return cast(StaffPinView, self.view)
