"""The receipt on paper: the words of a receipt view drawn in black for a printer of dots. It prints nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from kiosk.viewmodel.views import ReceiptView
from kiosk.widgets.code_panel import code_in_lines
from kiosk.widgets.qr_code import qr_image
from kiosk.widgets.text.text_layout import SetText
from kiosk.widgets.theme import FONT_FAMILIES

DOTS_PER_MM = 8
"""Receipt printers have 203 dots to the inch."""

BODY_PX, HEADLINE_PX, CODE_PX = 36, 46, 72
"""Capitals of 3.2, 4.1 and 6.4 mm: to be read without the glasses that were left at home."""

MARGIN_PX = 8
SPACE_PX = 24
LINE_SPACE_PX = 10
"""Between two sentences or entries that stand on lines of their own."""

RULE_PX = 3
QR_MM = 42
"""Edge of the QR code with its quiet zone: every telephone reads that from paper."""

INK = "#000000"


def receipt_image(view: ReceiptView, *, width: int = 576) -> QImage:
    """The receipt as a greyscale picture, ``width`` dots wide and as high as it needs.

    Everything a person keeps is on it: that it is stored, the code in letters, the same as QR, and what comes next.
    """
    paper = _Paper(width, right_to_left=view.frame.right_to_left)
    paper.words(view.headline, HEADLINE_PX, bold=True)
    paper.words(view.stored, BODY_PX)
    paper.rule()
    if view.code:
        paper.words(view.code_title, BODY_PX, bold=True)
        paper.code(view.code)
        if held := view.qr or view.proven:
            paper.picture(qr_image(held, min(QR_MM * DOTS_PER_MM, width - 2 * MARGIN_PX)))
        if view.second:
            paper.words(view.second.label, BODY_PX, bold=True)
            paper.code(view.second.value)
        paper.rule()
    paper.words(view.slip_steps or view.next_steps, BODY_PX)
    return paper.image()


def receipt_png(view: ReceiptView, *, width: int = 576) -> bytes:
    """The same as PNG, as a printer's port takes it."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    receipt_image(view, width=width).save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(content.data())


class _Paper:
    """A strip of paper filled from the top: first everything is placed, then drawn at the height it has come to."""

    def __init__(self, width: int, *, right_to_left: bool) -> None:
        self._width = width
        self._right_to_left = right_to_left
        self._texts: list[tuple[SetText, int]] = []
        self._rules: list[int] = []
        self._pictures: list[tuple[QImage, QPoint]] = []
        self._top = SPACE_PX

    def words(self, text: str, px: int, *, bold: bool = False) -> None:
        """Each of its lines as a paragraph, further apart after an empty one; nothing at all for an empty text."""
        for line in text.splitlines():
            if line:
                self._set(line, px, bold=bold)
                self._top += LINE_SPACE_PX
            else:
                self._top += SPACE_PX - LINE_SPACE_PX
        self._top += SPACE_PX - LINE_SPACE_PX if text else 0

    def code(self, code: str) -> None:
        """The code in as few lines as large letters allow; smaller where even three are not enough."""
        room, px = self._width - 2 * MARGIN_PX, CODE_PX

        def fits(text: str) -> bool:
            return len(SetText(text, _letters(px, bold=True), room).lines) == text.count("\n") + 1

        text = next(filter(fits, (code_in_lines(code, lines) for lines in (1, 2, 3))), code_in_lines(code, 3))
        while px > BODY_PX and not fits(text):
            px -= 2
        self._set(text, px, bold=True)
        self._top += SPACE_PX

    def rule(self) -> None:
        """A line between two thoughts."""
        self._rules.append(self._top)
        self._top += RULE_PX + SPACE_PX

    def picture(self, picture: QImage) -> None:
        """A picture in the middle."""
        self._pictures.append((picture, QPoint((self._width - picture.width()) // 2, self._top)))
        self._top += picture.height() + SPACE_PX

    def _set(self, text: str, px: int, *, bold: bool) -> None:
        room = self._width - 2 * MARGIN_PX
        lines = SetText(text, _letters(px, bold=bold), room, right_to_left=self._right_to_left)
        self._texts.append((lines, self._top))
        self._top += lines.height

    def image(self) -> QImage:
        """All of it, black on white."""
        image = QImage(self._width, self._top, QImage.Format.Format_Grayscale8)
        image.fill(QColor("white"))
        painter = QPainter(image)
        for lines, top in self._texts:
            lines.draw(painter, MARGIN_PX, top, INK)
        for top in self._rules:
            painter.fillRect(QRect(MARGIN_PX, top, self._width - 2 * MARGIN_PX, RULE_PX), QColor(INK))
        for picture, place in self._pictures:
            painter.drawImage(place, picture)
        painter.end()
        return image


def _letters(px: int, *, bold: bool) -> QFont:
    """Letters without shades of grey: a dot is printed or it is not."""
    made = QFont(list(FONT_FAMILIES))
    made.setPixelSize(px)
    made.setBold(bold)
    made.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    return made
