"""A text field with its keyboard. It puts them where both are seen whole; the keyboard never covers the field."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.keyboard import Keyboard
from kiosk.widgets.look import Look
from kiosk.widgets.text_field import TextField

FIELD_BESIDE_MM = 90.0
"""Least width of a field that stands beside the keyboard."""

GOOD_LINES = 4
"""So many lines of the field are worth more than higher keys."""

MOST_LINES = 9
"""A larger sheet would ask for more words than anybody needs."""


class Writing(QWidget):
    """The field above the keyboard; beside it on a wide and low place, such as a wide screen in large type.

    ``changed`` brings the whole text after every change a person made.
    """

    carries_ring = True
    changed = Signal(str)

    def __init__(self, field: TextField, keyboard: Keyboard, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.field = field
        self.keyboard = keyboard
        field.setParent(self)
        keyboard.setParent(self)
        keyboard.typed.connect(field.put)
        keyboard.erased.connect(field.erase)
        field.changed.connect(self._tell)
        field.caret_moved.connect(lambda: keyboard.follow(field.text_before_caret))
        self.setFocusProxy(field)

    def show_text(self, text: str) -> None:
        """Show this text; the one that is there already is left alone."""
        self.field.show_text(text)
        self.keyboard.follow(self.field.text_before_caret)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Least height: the keyboard, and a few lines of the field above or beside it."""
        keyboard = self.keyboard.heightForWidth(self._keyboard_width(width))
        field = self.field.height_of(2)
        return max(keyboard, field) if self._beside(width) else field + self.look.metrics.gap + keyboard

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place both at the bottom, where hands are: the field right above its keyboard, or beside it."""
        beside = self._beside(self.width())
        keyboard = self._keyboard_place(beside)
        gap = self.look.metrics.gap
        if beside:
            field = QRect(0, keyboard.y(), self.width() - keyboard.width() - gap, keyboard.height())
        else:
            room = keyboard.y() - gap
            height = min(room, self.field.height_of(MOST_LINES))
            field = QRect(0, room - height, self.width(), height)
        for widget, place in ((self.keyboard, keyboard), (self.field, field)):
            if self.look.right_to_left:
                place.moveLeft(self.width() - place.x() - place.width())
            widget.setGeometry(place)

    def _keyboard_place(self, beside: bool) -> QRect:
        width = self._keyboard_width(self.width())
        least, best = self.keyboard.heightForWidth(width), self.keyboard.best_height(width)
        room = self.height() - (0 if beside else self.field.height_of(GOOD_LINES) + self.look.metrics.gap)
        height = max(least, min(best, room))
        return QRect(self.width() - width, self.height() - height, width, height)

    def _tell(self, text: str) -> None:
        self.keyboard.follow(self.field.text_before_caret)
        self.changed.emit(text)

    def _keyboard_width(self, width: int) -> int:
        metrics = self.look.metrics
        return max(self.keyboard.least_width() + 2 * metrics.ring, width * 3 // 5) if self._beside(width) else width

    def _beside(self, width: int) -> bool:
        metrics = self.look.metrics
        room = width - self.keyboard.least_width() - 2 * metrics.ring - metrics.gap
        return metrics.landscape and not metrics.roomy and room >= metrics.mm(FIELD_BESIDE_MM)
