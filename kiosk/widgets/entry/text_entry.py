"""A text field with its keyboard. It puts them where both are seen whole; the keyboard never covers the field."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.entry.text_field import TextField
from kiosk.widgets.entry.vietnamese import composed
from kiosk.widgets.theme import Look

FIELD_BESIDE_MM = 70.0
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
    closely_set = True
    changed = Signal(str)

    def __init__(self, field: TextField, keyboard: Keyboard, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.field = field
        self.keyboard = keyboard
        field.setParent(self)
        keyboard.setParent(self)
        keyboard.typed.connect(self._write)
        keyboard.erased.connect(field.erase)
        field.changed.connect(self._tell)
        field.caret_moved.connect(lambda: keyboard.follow(field.text_before_caret))
        self.setFocusProxy(field)
        self._covered = 0

    def show_text(self, text: str) -> None:
        """Show this text; the one that is there already is left alone."""
        self.field.show_text(text)
        self.keyboard.follow(self.field.text_before_caret)

    def resume(self, before: Writing) -> None:
        """Go on where another field and its keyboard were: the caret at the same place, the keys in the same order."""
        self.keyboard.resume(before.keyboard)
        self.field.place_caret(before.field.text_before_caret)
        self.keyboard.follow(self.field.text_before_caret)

    def give_way(self, covered: int) -> None:
        """So many pixels from the top are covered for a while: the field is lower, the keys stay where they are."""
        if covered != self._covered:
            self._covered = covered
            self._place()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Least height: the keyboard, and a few lines of the field above or beside it."""
        if self._fits_beside(width):
            return max(self.keyboard.heightForWidth(self._narrow(width)), self._field_height(2, width))
        return self._least_field_height(width) + self.look.metrics.gap + self.keyboard.heightForWidth(width)

    def breaks(self, width: int) -> list[int]:
        """Where even a page for both is too low: below the field, and between rows of keys."""
        if self._fits_beside(width):
            return []
        field = self._least_field_height(width)
        top = field + self.look.metrics.gap
        return [field, *(top + end for end in self.keyboard.row_ends(width))]

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Both have their places."""
        self._place()

    def _place(self) -> None:
        """The keyboard at the bottom, where hands are; the field under its question, or beside the keyboard.

        What covers the top for a while pushes the field down; the keys stay where they are.
        """
        above = self.height() >= self._height_above(self.width(), lines=3)
        beside = not above and self._fits_beside(self.width())
        keyboard = self._keyboard_place(beside)
        gap = self.look.metrics.gap
        if beside:
            field = QRect(0, keyboard.y(), self.width() - keyboard.width() - gap, keyboard.height())
        else:
            room = keyboard.y() - gap
            height = min(room, self._field_height(MOST_LINES, self.width()))
            top = max(0, min(self._covered, room - self.field.height_of(1)))
            field = QRect(0, top, self.width(), min(height, room - top))
        for widget, place in ((self.keyboard, keyboard), (self.field, field)):
            if self.look.right_to_left:
                place.moveLeft(self.width() - place.x() - place.width())
            widget.setGeometry(place)

    def _keyboard_place(self, beside: bool) -> QRect:
        width = self._narrow(self.width()) if beside else self.width()
        least, best = self.keyboard.heightForWidth(width), self.keyboard.best_height(width)
        above = 0 if beside else self._field_height(GOOD_LINES, width) + self.look.metrics.gap
        room = self.height() - above
        height = max(least, min(best, room))
        return QRect(self.width() - width, self.height() - height, width, height)

    def _write(self, typed: str) -> None:
        gone, put = composed(self.field.text_before_caret, typed) if self.keyboard.has_tones else (0, typed)
        self.field.put(put, instead_of=gone)

    def _tell(self, text: str) -> None:
        self.keyboard.follow(self.field.text_before_caret)
        self.changed.emit(text)

    def _least_field_height(self, width: int) -> int:
        """Two lines, or one where a code needs no more or a screen is low and compact: codes of wide letters alone are
        too rare to tear the keys off their field for them."""
        most = 1 if self.look.metrics.compact and self.look.metrics.flat else 2
        return self.field.height_of(min(self.field.lines_of_code(width) or most, most))

    def _height_above(self, width: int, *, lines: int) -> int:
        """Least height with so many lines of the field above the keyboard."""
        return self._field_height(lines, width) + self.look.metrics.gap + self.keyboard.heightForWidth(width)

    def _field_height(self, lines: int, width: int) -> int:
        """With so many lines of prose in sight; a code is always seen whole."""
        return self.field.height_of(self.field.lines_of_code(width) or lines)

    def _narrow(self, width: int) -> int:
        """Width of the keyboard where the field stands beside it."""
        return max(self.keyboard.least_width() + 2 * self.look.metrics.ring, width * 3 // 5)

    def _fits_beside(self, width: int) -> bool:
        metrics = self.look.metrics
        return metrics.landscape and width - self._narrow(width) - metrics.gap >= metrics.mm(FIELD_BESIDE_MM)
