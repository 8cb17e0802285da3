"""The mark beside what is being read aloud: whoever listens sees where the voice is (R55)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.look import Look, colour

WIDTH_MM = 1.6


class ReadingMark(QWidget):
    """A bar in the colours of the focus, before the first letter of what is read. It takes no touch."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._look: Look | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow(self, screen: QWidget, look: Look, sentence: str) -> None:
        """Stand beside the piece of the screen that this sentence is about; nowhere if it cannot be seen."""
        self._look = look
        piece = piece_read(screen, sentence) if sentence else None
        self.setVisible(piece is not None)
        if piece is not None:
            self.setGeometry(self._place(piece, look))
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A sunny bar with a dark edge: it is seen on every ground."""
        if self._look is None:
            return
        painter = QPainter(self)
        edge = max(1, self.width() // 4)
        painter.fillRect(self.rect(), colour(self._look.palette.focus))
        painter.fillRect(self.rect().adjusted(edge, edge, -edge, -edge), colour(self._look.palette.focus_band))
        painter.end()

    def _place(self, piece: QWidget, look: Look) -> QRect:
        width = look.metrics.mm(WIDTH_MM)
        corner = piece.mapTo(self._window, QPoint(0, 0))
        left = corner.x() + piece.width() if look.right_to_left else corner.x() - width
        most = self._window.width() - width
        return QRect(min(max(0, left), most), corner.y(), width, piece.height())


def piece_read(screen: QWidget, sentence: str) -> QWidget | None:
    """The piece of the screen whose name this sentence is or begins with; of several the longest name."""
    pieces = [
        piece
        for piece in screen.findChildren(QWidget)
        if (name := piece.accessibleName().rstrip("."))
        and sentence.startswith(name)
        and not piece.visibleRegion().isEmpty()
    ]
    return max(pieces, key=lambda piece: len(piece.accessibleName()), default=None)
