"""Printed codes on a picture, as their text: QR codes and data matrices. Opens no device."""

from __future__ import annotations

import zxingcpp
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from hardware.media.eye import within
from hardware.ports import MOST_SCANNED_CHARACTERS

READ = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix])
LOOKED_AT = QSize(1280, 1280)
"""A code that fills a tenth of this can be read."""


def code_in(picture: QImage) -> str:
    """What the first code on it says, as much as anybody may want of it; empty where there is none.

    Light on dark is read too: so some numbers are engraved.
    """
    if picture.isNull():
        return ""
    grey = within(picture, LOOKED_AT).convertToFormat(QImage.Format.Format_Grayscale8)
    for found in zxingcpp.read_barcodes(grey, formats=READ):
        if text := found.text.strip():
            return text[:MOST_SCANNED_CHARACTERS]
    return ""
