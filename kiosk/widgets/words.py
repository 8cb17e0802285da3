"""Text on the page that is no control: headlines, explanations, notices. Set by our own lines, read by every reader."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.widgets.look import Look, colour, font
from kiosk.widgets.set_text import SetText, spoken_text


class Rank(Enum):
    """How loud a text is."""

    DISPLAY = "display"
    HEADLINE = "headline"
    TITLE = "title"
    STRONG = "strong"
    BODY = "body"
    NOTICE = "notice"
    """Says what to do now: on the sunny face, with a sign before it."""


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
        self._centred = centred
        self._ink = ink
        self._set: SetText | None = None
        self._pad = look.metrics.padding if rank is Rank.NOTICE else 0
        self._sign = look.metrics.text_px * 5 // 4 if rank is Rank.NOTICE else 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(self.font_px, bold=rank is not Rank.BODY))
        self.show_text(text)

    @property
    def font_px(self) -> int:
        """Size of the letters in pixels."""
        metrics = self.look.metrics
        sizes = {Rank.DISPLAY: metrics.display_px, Rank.HEADLINE: metrics.headline_px, Rank.TITLE: metrics.title_px}
        return sizes.get(self.rank, metrics.text_px)

    def show_text(self, text: str) -> None:
        """Show this text from now on. Whoever arranges the page has to ask for the height again."""
        self.setText(text)
        self.setAccessibleName(spoken_text(text))
        self._set = None
        self.update()

    def set_lines(self, width: int) -> SetText:
        """The text in lines of a widget of this width."""
        inner = width - 2 * self._pad - (self._sign + self._pad if self._sign else 0)
        if self._set is None or self._set.width != max(1, inner):
            rtl = self.look.right_to_left
            self._set = SetText(self.text(), self.font(), inner, right_to_left=rtl, centred=self._centred)
        return self._set

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the text needs at this width; nothing at all without a text."""
        return self.set_lines(width).height + 2 * self._pad if self.text() else 0

    def breaks(self, width: int) -> list[int]:
        """Where the text may be cut into pages: after each line, in pixels from the top."""
        return self.set_lines(width).line_ends if self.rank is not Rank.NOTICE else []

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        """The height at the present width."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def text_rects(self) -> list[QRect]:
        """Where letters are painted, in the widget's own pixels."""
        lines = self.set_lines(self.width())
        return [QRect(self._text_left(), self._pad, lines.width, lines.height)] if self.text() else []

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines, and for a notice its face and sign."""
        if not self.text():
            return
        painter = QPainter(self)
        ink = self._ink or self.look.palette.ink
        if self.rank is Rank.NOTICE:
            ink = self.look.palette.accent_text
            self._paint_notice(painter)
        self.set_lines(self.width()).draw(painter, self._text_left(), self._pad, ink)
        painter.end()

    def _text_left(self) -> int:
        if not self._sign or self.look.right_to_left:
            return self._pad
        return self._sign + 2 * self._pad

    def _paint_notice(self, painter: QPainter) -> None:
        metrics, palette = self.look.metrics, self.look.palette
        half = metrics.heavy_stroke // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(palette.accent_text))
        painter.drawRoundedRect(self.rect(), metrics.radius, metrics.radius)
        painter.setBrush(colour(palette.accent))
        inner = self.rect().adjusted(half, half, -half, -half)
        painter.drawRoundedRect(inner, metrics.radius - half, metrics.radius - half)
        left = self.width() - self._pad - self._sign if self.look.right_to_left else self._pad
        sign = self.look.pictograms.picture("warning", self._sign, palette.accent_text)
        painter.drawPixmap(left, self._pad, sign)
