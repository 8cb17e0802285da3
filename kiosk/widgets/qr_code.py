"""A QR code, painted as black squares on white in every theme. It knows nothing of what the code holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET_ZONE = 4
"""Empty modules around the code (ISO/IEC 18004)."""

Matrix = Sequence[Sequence[bool]]


def _matrix(payload: str) -> Matrix:
    """The modules of the code without its quiet zone, row by row; True is dark. Not kept: the code is the person's."""
    from qrcode import constants  # heavy: only where a code is shown
    from qrcode.main import QRCode

    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    code.make(fit=True)
    matrix: Matrix = code.get_matrix()
    return matrix


def _paint(painter: QPainter, matrix: Matrix, square: QRect) -> None:
    """Paint the code as large as whole pixels for each module allow, in the middle of a square on white."""
    painter.fillRect(square, Qt.GlobalColor.white)
    modules = len(matrix) + 2 * QUIET_ZONE
    step = max(1, min(square.width(), square.height()) // modules)
    left = square.x() + (square.width() - step * modules) // 2 + step * QUIET_ZONE
    top = square.y() + (square.height() - step * modules) // 2 + step * QUIET_ZONE
    black = QColor(Qt.GlobalColor.black)
    for down, row in enumerate(matrix):
        for across, dark in enumerate(row):
            if dark:
                painter.fillRect(left + across * step, top + down * step, step, step, black)


def qr_image(payload: str, px: int) -> QImage:
    """The code as a greyscale picture of ``px`` by ``px`` pixels, quiet zone included.

    Raises ValueError if not even one pixel for each module fits.
    """
    matrix = _matrix(payload)
    if len(matrix) + 2 * QUIET_ZONE > px:
        raise ValueError(f"a code of {len(matrix)} modules does not fit into {px} pixels")
    image = QImage(px, px, QImage.Format.Format_Grayscale8)
    painter = QPainter(image)
    _paint(painter, matrix, image.rect())
    painter.end()
    return image


class QrCode(QWidget):
    """A QR code of fixed size. Never a control: the words beside it say the same.

    ``name`` is what assistive technology calls it, ``side`` its edge in pixels with the quiet zone.
    """

    role = "qr"
    """Read by cameras: black on white, whatever the theme."""

    def __init__(self, payload: str, *, name: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = _matrix(payload)
        self._side = max(side, len(self._matrix) + 2 * QUIET_ZONE)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        """The same: a squeezed code cannot be read."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Black on white whatever the theme, so that every reader reads it."""
        painter = QPainter(self)
        _paint(painter, self._matrix, self.rect())
        painter.end()
