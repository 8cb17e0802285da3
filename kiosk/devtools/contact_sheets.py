"""Many small pictures on one sheet, each with its name: how all screens look at a glance. Reads and writes files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.widgets.theme import font

WIDTH_PX, LEAST_PX, GAP_PX, NAME_PX = 1440, 172, 6, 12
"""Of a sheet, of a picture on it, between pictures, and of the letters above them."""

QUALITY = 66
"""Of the JPEG: the smallest letters of a screen need not be read on a sheet."""


def write_sheet(pictures: Sequence[Path], sheet: Path) -> None:
    """Write a sheet with these pictures in their order, as many in a row as keep their least width.

    All are of one size. Raises OSError when one cannot be read or the sheet cannot be written.
    """
    images = [_read(picture) for picture in pictures]
    wide = LEAST_PX if images[0].height() > images[0].width() else LEAST_PX * 3 // 2
    columns = max(1, (WIDTH_PX + GAP_PX) // (wide + GAP_PX))
    side = (WIDTH_PX - (columns + 1) * GAP_PX) // columns
    small = [image.scaledToWidth(side, Qt.TransformationMode.SmoothTransformation) for image in images]
    step = small[0].height() + NAME_PX + 2 * GAP_PX
    rows = -(-len(small) // columns)
    whole = QImage(WIDTH_PX, rows * step + GAP_PX, QImage.Format.Format_RGB32)
    whole.fill(QColor("#8a8f94"))
    painter = QPainter(whole)
    painter.setFont(font(NAME_PX))
    for at, (image, picture) in enumerate(zip(small, pictures, strict=True)):
        left, top = GAP_PX + at % columns * (side + GAP_PX), GAP_PX + at // columns * step
        painter.drawText(left, top + NAME_PX, picture.name.partition(".")[0])
        painter.drawImage(left, top + NAME_PX + GAP_PX, image)
    painter.end()
    if not whole.save(str(sheet), quality=QUALITY):
        raise OSError(f"{sheet} could not be written")


def _read(picture: Path) -> QImage:
    image = QImage(str(picture))
    if image.isNull():
        raise OSError(f"{picture} is no picture")
    return image
