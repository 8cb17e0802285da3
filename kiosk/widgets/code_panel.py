"""A code to write down or photograph: its letters large and in groups, and the same as a QR code beside it."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.qr_code import QrCode
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look, colour

_QR_MM = 48.0
_WIDE = 100_000


def code_in_lines(code: str, lines: int) -> str:
    """The code in so many lines at most, never broken inside a group.

    No hyphen stands at the end of a line: it would look like a part of the code.
    """
    groups = re.findall(r"[^- ]+[- ]?", code)
    per_line = ceil(len(groups) / lines)
    starts = range(0, len(groups), per_line)
    return "\n".join("".join(groups[start : start + per_line]).rstrip("- ") for start in starts)


class CodePanel(QWidget):
    """A framed panel with title, code and, if there is one, QR code; below each other where letters leave no room
    beside."""

    def __init__(self, look: Look, *, title: str, code: str, qr: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._title = Words(title, look, parent=self)
        self._code = Words(code, look, Rank.DISPLAY, parent=self)
        self._qr = QrCode(qr, name=title, side=look.metrics.mm(_QR_MM), parent=self) if qr else None
        self._whole = code
        self._pad = look.metrics.padding

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Words and code, beside or below each other."""
        return max(place.y() + place.height() for place in self._places(width)) + self._pad

    def ends_within(self, width: int, room: int) -> list[int]:
        """Below the title, if both are higher than the room of a page."""
        title, *_ = self._places(width)
        return [title.y() + title.height()] if self.heightForWidth(width) > room else []

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the three parts."""
        for widget, place in zip((self._title, self._code, self._qr), self._places(self.width()), strict=True):
            if widget is None:
                continue
            if self.look.right_to_left:
                place.moveLeft(self.width() - place.x() - place.width())
            widget.setGeometry(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame."""
        metrics, palette = self.look.metrics, self.look.palette
        half = metrics.stroke / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(palette.line), metrics.stroke))
        painter.setBrush(colour(palette.tile))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), metrics.radius, metrics.radius)
        painter.end()

    def _places(self, width: int) -> tuple[QRect, QRect, QRect]:
        """Of title, code and QR code."""
        pad, side = self._pad, self._side
        if not side:
            return self._below(width)
        beside = width - 3 * pad - side
        for lines in (1, 2):
            self._show_in(lines)
            if self._code.set_lines(_WIDE).widest < beside and not self._title.set_lines(beside).breaks_a_word:
                return self._beside(width, beside)
        return self._below(width)

    def _below(self, width: int) -> tuple[QRect, QRect, QRect]:
        pad, side = self._pad, self._side
        room = width - 2 * pad
        self._show_in(1 if self._fits_in_one_line(room) else 2)
        title = QRect(pad, pad, room, self._title.heightForWidth(room))
        code = QRect(pad, title.y() + title.height(), room, self._code.heightForWidth(room))
        top = code.y() + code.height()
        return title, code, QRect(pad, top + pad, side, side) if side else QRect(pad, top, 0, 0)

    def _beside(self, width: int, room: int) -> tuple[QRect, QRect, QRect]:
        pad, side = self._pad, self._side
        title_height, code_height = self._title.heightForWidth(room), self._code.heightForWidth(room)
        full = max(side, title_height + code_height)
        top = pad + (full - title_height - code_height) // 2
        return (
            QRect(pad, top, room, title_height),
            QRect(pad, top + title_height, room, code_height),
            QRect(width - pad - side, pad + (full - side) // 2, side, side),
        )

    @property
    def _side(self) -> int:
        """Of the QR code; 0 without one."""
        return self._qr.sizeHint().width() if self._qr else 0

    def _fits_in_one_line(self, room: int) -> bool:
        self._show_in(1)
        return self._code.set_lines(_WIDE).widest < room

    def _show_in(self, lines: int) -> None:
        text = code_in_lines(self._whole, lines)
        if text != self._code.text():
            self._code.show_text(text)
            self._code.setAccessibleName(self._whole)
