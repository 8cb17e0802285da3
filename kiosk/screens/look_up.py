"""The code to look up, typed with a keyboard that has nothing but what codes are made of."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QShowEvent

from accessibility.speech import spelled
from kiosk.intents import TypeCode
from kiosk.screens import screen
from kiosk.views import LookUpView
from kiosk.widgets.keyboard import Keyboard
from kiosk.widgets.keyboard_layouts import CODES
from kiosk.widgets.text_field import TextField
from kiosk.widgets.whole_screen import WholeScreen
from kiosk.widgets.writing import Writing


@screen("look_up", LookUpView)
class LookUpScreen(WholeScreen):
    """A field in large letters and the keyboard of codes."""

    view: LookUpView

    def build(self) -> None:
        """The field and its keyboard."""
        super().build()
        view = self.view
        field = TextField(view.field_name, self.look, limit=view.limit, for_codes=True)
        keyboard = Keyboard(CODES, view.keys or {}, self.look)
        self.writing = Writing(field, keyboard, self.look)
        self.writing.changed.connect(lambda text: self.asked.emit(TypeCode(text)))
        self.page.put([self.writing], stretching=[self.writing])

    def fill(self) -> None:
        """Show the view; what was typed comes back in groups."""
        super().fill()
        self.writing.show_text(self.view.text)

    def showEvent(self, event: QShowEvent) -> None:
        """A real keyboard writes at once."""
        super().showEvent(event)
        self.writing.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed on a real keyboard belong into the field, whatever button has the focus."""
        self.writing.field.type(event)

    def spoken_content(self) -> tuple[str, ...]:
        """What the field is called, and what stands in it, letter by letter."""
        return self.view.field_name, spelled(self.view.text)
