"""The curtain before a screen: nothing of it can be seen, everything can be heard and used with keys (R68).

It lets no touch through but on its one button, which opens it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.viewmodel.views import Frame
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look, colour
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import Style

LAST = 4
"""Switches and keys come to what opens the curtain after everything else."""


class Curtain(QWidget):
    """Covers its parent wholly while the frame of the view says so."""

    asked = Signal(object)
    scan_rank = LAST

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        # Deliberately not opaque for Qt: what is behind it counts as seen, and keys find it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=False)
        self._look = look
        self._words: Words | None = None
        self._open: Tile | None = None
        self.hide()

    def show_frame(self, frame: Frame) -> None:
        """Cover the screen or open it, as the person wishes."""
        if frame.curtain is None:
            self.hide()
            return
        if self._open is None or self._words is None:
            self._words = Words("", self._look, Rank.TITLE, parent=self)
            self._open = Tile(
                face_of(frame.curtain), frame.curtain.intent, self._look, Style(centred=True), parent=self
            )
            self._open.clicked.connect(self._ask)
        self._words.show_text(frame.words.covered)
        self._open.show_face(face_of(frame.curtain), frame.curtain.intent)
        self._arrange()
        self.show()
        self.raise_()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the words and the button low down, where every hand reaches."""
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """No touch goes through."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, and nothing else."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._look.palette.paper))
        painter.end()

    def _ask(self) -> None:
        if self._open is not None:
            self.asked.emit(self._open.intent)

    def _arrange(self) -> None:
        if self._open is None or self._words is None:
            return
        margin, space = self._look.metrics.margin, self._look.metrics.space
        width = max(1, self.width() - 2 * margin)
        height = self._open.heightForWidth(width)
        top = self.height() - margin - height
        self._open.setGeometry(margin, top, width, height)
        words = self._words.heightForWidth(width)
        self._words.setGeometry(margin, top - space - words, width, words)
