"""A page of words as a PDF, on A4: for who carries it away instead of printing it. It writes no file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk.viewmodel.views import ReceiptView
from kiosk.widgets.text.text_layout import SetText
from kiosk.widgets.theme import FONT_FAMILIES

DOTS_PER_INCH = 300
MARGIN_MM = 20
HEADLINE_MM, BODY_MM, SPACE_MM = 7.0, 4.2, 2.5
"""Edge of a letter's square; 4.2 mm are 12 points."""
INK = "#000000"


def report_pdf(view: ReceiptView) -> bytes:
    """What would be on paper of this view: headline, what is said first, and each line; on as many pages as needed."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size, upright = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(size, upright, margins, QPageLayout.Unit.Millimeter))
    writer.setTitle(view.headline)
    painter = QPainter(writer)
    _draw(painter, writer, view)
    painter.end()
    buffer.close()
    return bytes(content.data())


def _draw(painter: QPainter, writer: QPdfWriter, view: ReceiptView) -> None:
    room = QRectF(0, 0, writer.width(), writer.height())
    top = 0.0
    for text, millimetres in _texts(view):
        lines = SetText(text, _letters(millimetres), int(room.width()), right_to_left=view.frame.right_to_left)
        if top and top + lines.height > room.height():
            writer.newPage()
            top = 0.0
        lines.draw(painter, 0, int(top), INK)
        top += lines.height + SPACE_MM * DOTS_PER_INCH / 25.4


def _texts(view: ReceiptView) -> list[tuple[str, float]]:
    said = "\n".join((view.stored, view.next_steps)).splitlines()
    return [(view.headline, HEADLINE_MM), *((line, BODY_MM) for line in said if line)]


def _letters(millimetres: float) -> QFont:
    made = QFont(list(FONT_FAMILIES))
    made.setPixelSize(round(millimetres * DOTS_PER_INCH / 25.4))
    return made
