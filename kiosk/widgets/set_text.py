"""Text set in lines of a given width, for everything that paints words. It breaks at spaces and soft hyphens first."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from kiosk.widgets.look import colour

SOFT_HYPHEN = "\u00ad"
_LINE_SEPARATOR = "\u2028"


def spoken_text(text: str) -> str:
    """A text for names, speech and search: without the soft hyphens that only matter for setting it in lines."""
    return text.replace(SOFT_HYPHEN, "")


class SetText:
    """One text in one font, set in lines no wider than ``width`` pixels."""

    def __init__(self, text: str, font: QFont, width: int, *, right_to_left: bool = False, centred: bool = False):
        self.text = text
        self.font_px = font.pixelSize()
        self.width = max(1, width)
        self._layout = QTextLayout(text.replace("\n", _LINE_SEPARATOR), font)
        self._layout.setTextOption(_option(right_to_left, centred))
        self.line_ends: list[int] = []
        """Where each line ends, in whole pixels from the top."""
        self.lines: list[str] = []
        self.widest = 0
        self._set(ceil(QFontMetricsF(font).lineSpacing()))

    def _set(self, line_height: int) -> None:
        if not self.text:
            return
        content = self._layout.text()
        widest = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(self.width)
            line.setPosition(QPointF(0, len(self.line_ends) * line_height))
            self.line_ends.append((len(self.line_ends) + 1) * line_height)
            self.lines.append(content[line.textStart() : line.textStart() + line.textLength()])
            widest = max(widest, line.naturalTextWidth())
        self._layout.endLayout()
        self.widest = ceil(widest)

    @property
    def height(self) -> int:
        """Of all lines together, in whole pixels."""
        return self.line_ends[-1] if self.line_ends else 0

    def rect_at(self, left: int, top: int) -> QRect:
        """The rectangle of all lines with its upper left corner at this place."""
        return QRect(left, top, self.width, self.height)

    @property
    def breaks_a_word(self) -> bool:
        """Some line ends inside a word where there is neither a space nor a hyphen."""
        return any(
            line[-1:].isalnum() and following[:1].isalnum()
            for line, following in zip(self.lines, self.lines[1:], strict=False)
        )

    def draw(self, painter: QPainter, left: int, top: int, ink: str) -> None:
        """Paint the lines with the upper left corner at this place, in the colour ``#rrggbb``."""
        if self.text:
            painter.setPen(colour(ink))
            self._layout.draw(painter, QPointF(left, top))


def _option(right_to_left: bool, centred: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
    option.setAlignment(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
    return option
