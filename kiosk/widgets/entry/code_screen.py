"""A screen on which a code is typed: a field in large letters, and a keyboard of what codes are made of."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QKeyEvent, QShowEvent

from accessibility.speech import spelled
from kiosk.viewmodel.intents import TypeCode
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import Choice, CodeEntryView
from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.entry.keyboard_layouts import Letters
from kiosk.widgets.entry.text_entry import Writing
from kiosk.widgets.entry.text_field import TextField
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.tiles.tile_layout import Style


class CodeEntryScreen(WholeScreen):
    """What is typed is told at every letter, and comes back in groups."""

    letters: ClassVar[Letters]
    view: CodeEntryView

    def build(self) -> None:
        """The field and its keyboard."""
        super().build()
        view = self.view
        field = TextField(view.field_name, self.look, limit=view.limit, for_codes=True)
        keyboard = Keyboard(self.letters, view.keys or {}, self.look)
        self.writing = Writing(field, keyboard, self.look)
        self.writing.changed.connect(lambda text: self.asked.emit(TypeCode(text)))
        self._scan = TileGrid(self.look, Style(centred=True))
        self._scan.asked.connect(self.asked)
        parts = [self.writing, self._scan] if view.scan else [self.writing]  # a camera that comes later moves no key
        self.page.put(parts, stretching=[self.writing])

    def fill(self) -> None:
        """Show the view; what was typed comes back in groups."""
        self.page.show_view(self.view, counted=self.view.room)
        self._scan.show_choices(self._ways_to_scan)
        self.writing.show_text(self.view.text)

    def resume(self, before: Screen) -> None:
        """Go on where another screen was, with the caret at its place."""
        if isinstance(before, CodeEntryScreen):
            self.writing.resume(before.writing)
        super().resume(before)

    def showEvent(self, event: QShowEvent) -> None:
        """A real keyboard writes at once."""
        super().showEvent(event)
        self.writing.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed on a real keyboard belong into the field, whatever button has the focus."""
        self.writing.field.type(event)

    def spoken_content(self) -> tuple[str, ...]:
        """What the field is called, what stands in it, letter by letter, and how much is missing."""
        missing = (self.view.room,) if self.view.room else ()
        return self.view.field_name, spelled(self.view.text), *missing, *map(spoken_choice, self._ways_to_scan)

    @property
    def _ways_to_scan(self) -> tuple[Choice, ...]:
        """The way to the camera, where there is one. Keys need the whole page in large letters and on a display that
        lies: there a code is typed."""
        metrics = self.look.metrics
        return (self.view.scan,) if self.view.scan and metrics.roomy and not metrics.landscape else ()
