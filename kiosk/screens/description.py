"""What is wrong, in the person's own words. What is typed is told at every letter, so nothing is ever lost."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QShowEvent

from kiosk.screens import screen
from kiosk.viewmodel.intents import Describe, Intent
from kiosk.viewmodel.views import DescriptionView
from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.entry.keyboard_layouts import letters_of
from kiosk.widgets.entry.text_entry import Writing
from kiosk.widgets.entry.text_field import TextField
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.unpaged_screen import WholeScreen


@screen("description", DescriptionView)
class DescriptionScreen(WholeScreen):
    """A large field and the on-screen keyboard."""

    view: DescriptionView

    def build(self) -> None:
        """The field and its keyboard; the letters are those of the language."""
        super().build()
        view = self.view
        field = TextField(view.field_name, self.look, limit=view.limit)
        keyboard = Keyboard(letters_of(view.frame.language), view.keys or {}, self.look)
        self.writing = Writing(field, keyboard, self.look)
        self.writing.changed.connect(lambda text: self.asked.emit(self.told(text)))
        self.page.put([self.writing], stretching=[self.writing])

    def told(self, text: str) -> Intent:
        """What the person says with a text."""
        return Describe(text)

    def fill(self) -> None:
        """Show the view. The text that is already there is left alone, so that nobody is disturbed while typing."""
        self.page.show_view(self.view, counted=self.view.room)
        self.writing.show_text(self.view.text)

    def resume(self, before: Screen) -> None:
        """Go on where another screen was, with the caret at its place and the keys in the same order."""
        if isinstance(before, DescriptionScreen):
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
        """What the field is called, and what stands in it."""
        return self.view.field_name, self.view.text
