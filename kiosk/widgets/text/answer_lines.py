"""What a person said, line by line: what it is in small rank, then the answer. For reading, not for touching."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.viewmodel.views import Line
from kiosk.widgets.text.text_layout import SetText, set_text, spoken_text
from kiosk.widgets.theme import Look, colour, font


class LineRow(QLabel):
    """One line with a rule below it. Its accessible name is both parts."""

    def __init__(self, line: Line, look: Look, *, indented: bool, parent: QWidget | None = None) -> None:
        """``indented``: there is room for a pictogram before the words, whether this line has one or not."""
        super().__init__(parent)
        self.look = look
        self.line = line
        self._sign = look.metrics.picture(13) if indented else 0
        self._sets: tuple[int, SetText, SetText] | None = None
        self.setText(f"{line.label}: {line.value}")
        self.setAccessibleName(spoken_text(f"{line.label}: {line.value}"))

    @property
    def font_px(self) -> int:
        """Size of the letters in pixels."""
        return self.look.metrics.text_px

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Both parts below each other, and the room around them."""
        _, label, value = self._set(width)
        return max(label.height + value.height, self._sign) + self.look.metrics.padding

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def breaks(self, width: int) -> list[int]:
        """A page may end after each line of the answer, but not right behind its label."""
        _, label, value = self._set(width)
        return [label.height + end for end in value.line_ends[1:-1]]

    def ends_within(self, width: int, room: int) -> list[int]:
        """Where its lines end, if it is higher than the room of a page; behind the last one is only the rule."""
        _, label, value = self._set(width)
        ends = [*label.line_ends, *(label.height + end for end in value.line_ends)]
        return ends[:-1] if self.heightForWidth(width) > room else []

    def text_rects(self) -> list[QRect]:
        """Where letters are painted."""
        return [lines.rect_at(left, top) for lines, left, top in self.set_texts()]

    def set_texts(self) -> list[tuple[SetText, int, int]]:
        """Label and answer in their lines, with left and top in the widget's own pixels."""
        _, label, value = self._set(self.width())
        return [(label, self._left(), 0), (value, self._left(), label.height)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Label, answer, pictogram, rule."""
        metrics, palette = self.look.metrics, self.look.palette
        _, label, value = self._set(self.width())
        painter = QPainter(self)
        label.draw(painter, self._left(), 0, palette.muted)
        value.draw(painter, self._left(), label.height, palette.ink)
        if self.line.pictogram:
            picture = self.look.pictograms.picture(self.line.pictogram, self._sign, palette.ink)
            painter.drawPixmap(self.width() - self._sign if self.look.right_to_left else 0, 0, picture)
        painter.fillRect(0, self.height() - metrics.stroke, self.width(), metrics.stroke, colour(palette.line))
        painter.end()

    def _left(self) -> int:
        return 0 if self.look.right_to_left or not self._sign else self._sign + self.look.metrics.padding

    def _set(self, width: int) -> tuple[int, SetText, SetText]:
        if self._sets is None or self._sets[0] != width:
            metrics = self.look.metrics
            room = width - (self._sign + metrics.padding if self._sign else 0)
            label = set_text(self.line.label, font(metrics.text_px), room, self.look)
            value = set_text(self.line.value, font(metrics.answer_px, bold=True), room, self.look)
            self._sets = width, label, value
        return self._sets
