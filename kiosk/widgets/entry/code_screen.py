"""A screen on which a code is typed: a field in large letters, and a keyboard of what codes are made of."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

from accessibility.speech import spelled
from kiosk.viewmodel.intents import TypeCode
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import CodeEntryView
from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.entry.keyboard_layouts import Letters
from kiosk.widgets.entry.text_entry import Writing
from kiosk.widgets.entry.text_field import TextField
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.tiles.tile_layout import Face, Style


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
        self._scan_sign = TileGrid(self.look, Style(centred=True))
        for grid in (self._scan, self._scan_sign):
            grid.asked.connect(self.asked)
        self._put(beside=False)

    def _put(self, *, beside: bool) -> None:
        """The way to the camera below the keys in words, or ``beside`` the field as a sign alone."""
        self._is_beside = beside
        self.writing.put_aside(self._scan_sign if beside else None)
        parts = [self.writing, self._scan] if self.view.scan and not beside else [self.writing]
        self.page.put(parts, stretching=[self.writing])

    def fill(self) -> None:
        """Show the view; what was typed comes back in groups."""
        self.page.show_view(self.view, counted=self.view.room)
        if scan := self.view.scan:
            self._scan.show_choices([scan])
            sign = Face("", pictogram=scan.pictogram, name=scan.title)
            self._scan_sign.show_entries([(sign, scan.intent, False, scan.enabled)])
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In words again, where there is room now."""
        self._put(beside=False)
        super().resizeEvent(event)

    def _give_way(self) -> None:
        """A page for keys and field comes before words for the camera."""
        if self.view.scan and not self._is_beside and self.page.pages.count > 1:
            self._put(beside=True)
            self.page.arrange()
        super()._give_way()

    def spoken_content(self) -> tuple[str, ...]:
        """What the field is called, what stands in it, letter by letter, and how much is missing."""
        missing = (self.view.room,) if self.view.room else ()
        shown = (spoken_choice(self.view.scan),) if self.view.scan else ()
        return *shown, self.view.field_name, spelled(self.view.text), *missing
