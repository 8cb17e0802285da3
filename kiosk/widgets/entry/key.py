"""One key of the on-screen keyboard: a real button with a name, painted by itself. Knows nothing of other keys."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.widgets.entry.keyboard_layouts import Cap, KeyFunction
from kiosk.widgets.focus_ring import paint_ring
from kiosk.widgets.theme import Look, colour, font

_PICTOGRAMS = {KeyFunction.SPACE: "space", KeyFunction.BACKSPACE: "backspace", KeyFunction.SHIFT: "shift"}


class KeyButton(QAbstractButton):
    """One key. The widget is larger than what is painted by ``room`` pixels on each side; there the focus ring is."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.cap = Cap()
        self.room = 0
        # A finger leaves the focus in the text field; keys and switches can still come here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def font_px(self) -> int:
        """Size of what stands on the key, in pixels: as large as it fits, one character never below the text size."""
        metrics = self.look.metrics
        if not self.cap.act:
            widest = (self._key().width() - 2 * metrics.stroke) / 0.95  # the em of a font is little wider than its W
            highest = (self._key().height() - 4 * metrics.stroke) / 1.2  # a letter with a dot above and a tail below
            good = max(metrics.title_px, self._key().height() // 2)
            return max(metrics.text_px, min(good, int(widest), int(highest)))
        room = self._key().width() - 4 * metrics.stroke
        needed = QFontMetricsF(font(metrics.text_px, bold=True)).horizontalAdvance(self.text())
        return min(metrics.text_px, int(metrics.text_px * room / max(needed, 1.0)))

    def show_cap(self, cap: Cap, label: str, name: str, *, chosen: bool = False) -> None:
        """Be this key from now on."""
        self.cap = cap
        self.setCheckable(cap.act is KeyFunction.SHIFT)
        self.setChecked(chosen)
        self.setText(label)
        self.setAccessibleName(name)
        self.setObjectName(f"key:{cap.act or cap.puts}")
        self.update()

    def text_rects(self) -> list[QRect]:
        """Where letters are painted, in the widget's own pixels."""
        if self._pictogram():
            return []
        letters = QFontMetricsF(font(self.font_px, bold=bool(self.cap.act)))
        place = QRect(0, 0, ceil(letters.horizontalAdvance(self.text())), ceil(letters.capHeight()))
        place.moveCenter(self._key().center())
        return [place]

    def hitButton(self, place: QPoint) -> bool:
        """Everything inside the border counts, and nothing outside (R23)."""
        return self._key().contains(place)

    def nextCheckState(self) -> None:
        """Nothing by itself: the keyboard knows whether the next letter is a capital."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The enter key selects like the space bar; a held key acts once (R24)."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.click()
            return
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Select}:
            super().keyPressEvent(event)
            return
        event.ignore()  # letters go on to the field, arrows to whoever moves the focus

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Face, border and what stands on it."""
        metrics, palette = self.look.metrics, self.look.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            paint_ring(painter, self.rect(), self.look, ring=self.room, outer=ceil(self.room * 2 / 3))
        face, ink, line, stroke = palette.tile, palette.ink, palette.line, metrics.stroke
        if self.isDown():
            face, ink, line = palette.pressed, palette.pressed_text, palette.ink
        elif self.isChecked():
            face, ink, line, stroke = palette.chosen, palette.chosen_text, palette.ink, metrics.heavy_stroke
        half = stroke / 2
        painter.setPen(QPen(colour(line), stroke))
        painter.setBrush(colour(face))
        box = QRectF(self._key()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, metrics.radius - half, metrics.radius - half)
        self._paint_label(painter, ink)
        painter.end()

    def _key(self) -> QRect:
        return self.rect().adjusted(self.room, self.room, -self.room, -self.room)

    def _pictogram(self) -> str:
        """The picture on a key that carries no character; the space bar has its word instead, where it fits."""
        if self.cap.act is KeyFunction.SPACE and self.font_px >= self.look.metrics.text_px:
            return ""
        return _PICTOGRAMS.get(self.cap.act, "") if self.cap.act else ""

    def _paint_label(self, painter: QPainter, ink: str) -> None:
        if not self._pictogram():
            painter.setPen(colour(ink))
            painter.setFont(font(self.font_px, bold=bool(self.cap.act)))
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
            painter.drawText(self._key().translated(0, -self._too_low(painter.fontMetrics())), centred, self.text())
            return
        side = min(self._key().height() * 2 // 3, self._key().width() - 4 * self.look.metrics.stroke)
        place = QRect(0, 0, side, side)
        place.moveCenter(self._key().center())
        rtl = self.isRightToLeft()
        painter.drawPixmap(
            place.topLeft(), self.look.pictograms.picture(self._pictogram(), side, ink, right_to_left=rtl)
        )

    def _too_low(self, letters: QFontMetrics) -> int:
        """How far a large letter with a tail has to be lifted so that it stays off the border, in pixels.

        Below 0: how far one with a mark above it has to be lowered.
        """
        key, stroke = self._key(), self.look.metrics.stroke
        line = key.center().y() - letters.height() // 2 + letters.ascent()
        ink = letters.tightBoundingRect(self.text())
        too_low = line + ink.bottom() - (key.bottom() - 2 * stroke)
        too_high = key.top() + 2 * stroke - (line + ink.top())
        return max(0, too_low) if too_low > too_high else -max(0, too_high)
