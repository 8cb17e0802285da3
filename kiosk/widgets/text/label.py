"""Text on the page that is no control: headlines, explanations, notices. Set by our own lines, read by every reader."""

from __future__ import annotations

from enum import Enum
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.widgets.text.text_layout import SetText, set_text, spoken_text
from kiosk.widgets.theme import Look, colour, font


class Rank(Enum):
    """How loud a text is."""

    DISPLAY = "display"
    HEADLINE = "headline"
    TITLE = "title"
    STRONG = "strong"
    BODY = "body"
    NOTICE = "notice"
    """Says what to do now: on the sunny face, with a sign before it."""
    STORED = "stored"
    """Says that it is stored: on green, with a big tick. Nothing else is green."""


_SIGNS = {Rank.NOTICE: "warning", Rank.STORED: "stored"}


_MOST_OF_A_PAGE = 0.3
"""Of the height of the screen: what is higher may be cut between two lines."""


class Words(QLabel):
    """A text as high as its lines need. Its accessible name is the text without soft hyphens."""

    def __init__(
        self,
        text: str,
        look: Look,
        rank: Rank = Rank.BODY,
        *,
        centred: bool = False,
        ink: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.rank = rank
        self.leads = False
        """It belongs to the block below it; no page ends between the two."""
        self.may_follow = False
        """It may stand behind the block below it where there is no room for both on the first page."""
        self._centred = centred
        self._ink = ink
        self._set: SetText | None = None
        self._pad = look.metrics.padding if rank in _SIGNS else 0
        self._sign = {Rank.NOTICE: look.metrics.text_px * 4 // 3, Rank.STORED: look.metrics.picture(20)}.get(rank, 0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(self.font_px, bold=rank is not Rank.BODY))
        self.show_text(text)

    @property
    def font_px(self) -> int:
        """Size of the letters in pixels."""
        metrics = self.look.metrics
        sizes = {Rank.DISPLAY: metrics.display_px, Rank.HEADLINE: metrics.headline_px}
        sizes |= dict.fromkeys((Rank.TITLE, Rank.STORED), metrics.title_px)
        return sizes.get(self.rank, metrics.text_px)

    def show_text(self, text: str) -> None:
        """Show this text from now on. Whoever arranges the page has to ask for the height again."""
        self.setText(text)
        self.setAccessibleName(spoken_text(text))
        self._set = None
        self.update()

    def show_in(self, rank: Rank) -> None:
        """Show the same text as loud as this, which has no sign before it."""
        if rank is not self.rank:
            self.rank = rank
            self.setFont(font(self.font_px, bold=rank is not Rank.BODY))
            self.show_text(self.text())

    def centre(self) -> None:
        """Every line stands in the middle from now on."""
        self._centred = True
        self._set = None

    def set_lines(self, width: int) -> SetText:
        """The text in lines of a widget of this width."""
        inner = width - 2 * self._pad - (self._sign + self._pad if self._sign else 0)
        if self._set is None or self._set.width != max(1, inner):
            self._set = set_text(self.text(), self.font(), inner, self.look, centred=self._centred)
        return self._set

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the text needs at this width; nothing at all without a text."""
        return max(self.set_lines(width).height, self._sign) + 2 * self._pad if self.text() else 0

    def height_with(self, text: str, width: int) -> int:
        """How high this widget would be with another text."""
        other = Words(text, self.look, self.rank, centred=self._centred)
        return other.heightForWidth(width)

    def height_of_lines(self, count: int) -> int:
        """How high this widget is with so many lines."""
        return max(ceil(QFontMetricsF(self.font()).lineSpacing()) * count, self._sign) + 2 * self._pad

    def breaks(self, width: int) -> list[int]:
        """Where the text may be cut into pages: after each line, in pixels from the top. Two lines stay together.

        What stands on a face is whole, unless it is so high that no page would hold it.
        """
        ends = self.set_lines(width).line_ends
        if self.rank not in _SIGNS:
            return ends if len(ends) > 2 else ends[-1:]
        height = self.heightForWidth(width)
        may_part = self.rank is Rank.NOTICE or self.look.metrics.compact
        if not may_part or height <= _MOST_OF_A_PAGE * self.look.metrics.height:
            return []
        above = (height - self.set_lines(width).height) // 2
        together = 2 if self.look.metrics.compact and len(ends) > 2 else 1  # the last line is not alone on a page
        return [above + end for end in ends[:-together]]

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        """The height at the present width."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def text_rects(self) -> list[QRect]:
        """Where letters are painted, in the widget's own pixels."""
        return [lines.rect_at(left, top) for lines, left, top in self.set_texts()]

    def set_texts(self) -> list[tuple[SetText, int, int]]:
        """The text in its lines, with its left and top in the widget's own pixels."""
        return [(self.set_lines(self.width()), self._text_left(), self._text_top())] if self.text() else []

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines, and for a notice its face and sign."""
        if not self.text():
            return
        painter = QPainter(self)
        ink = self._ink or self.look.palette.ink
        if self.rank in _SIGNS:
            ink = self._paint_face(painter)
        self.set_lines(self.width()).draw(painter, self._text_left(), self._text_top(), ink)
        painter.end()

    def _text_top(self) -> int:
        return (self.height() - self.set_lines(self.width()).height) // 2 if self._sign else 0

    def _text_left(self) -> int:
        if not self._sign or self.look.right_to_left:
            return self._pad
        return self._sign + 2 * self._pad

    def _paint_face(self, painter: QPainter) -> str:
        """Paint face and sign; the colour of the words on it."""
        metrics, palette = self.look.metrics, self.look.palette
        stored = self.rank is Rank.STORED
        face, ink = (palette.stored, palette.stored_text) if stored else (palette.accent, palette.accent_text)
        # Where there is no sunny face, the frame has to be loud.
        stroke = metrics.heavy_stroke if face == palette.paper else metrics.stroke
        half = stroke / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(face if stored else ink), stroke))
        painter.setBrush(colour(face))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), metrics.radius, metrics.radius)
        left = self.width() - self._pad - self._sign if self.look.right_to_left else self._pad
        top = (self.height() - self._sign) // 2 if stored else self._pad
        painter.drawPixmap(left, top, self.look.pictograms.picture(_SIGNS[self.rank], self._sign, ink))
        return ink
