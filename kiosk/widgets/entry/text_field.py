"""A field for a few sentences in large type. It holds the text and shows it; what becomes of it is not its matter.

It is filled by the on-screen keyboard or a real one. There is no clipboard, no menu, no dragging and no gesture: what
one person typed can leave it no other way than through ``changed``.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, Qt, QTextBoundaryFinder, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextCursor,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from kiosk.viewmodel.typed_text import is_text, kept_text
from kiosk.widgets.focus_ring import outer_of, paint_ring
from kiosk.widgets.text.text_layout import runs_right_to_left
from kiosk.widgets.theme import Look, colour, font

CARET_MM = 0.8

_TALL_LETTER = "ا"

GROUP_OF_CODE = 4
"""Letters of a code that stay together: so many at most are left out at the end of a line."""


READ_BEFORE_CODE = 16
"""So many characters more a scanner may type at once; what of them is no code is taken away at once."""


class _Paper(QPlainTextEdit):
    """The text itself. Everything Qt would do beyond setting text and caret is switched off."""

    changed = Signal()
    focused = Signal()

    def __init__(self, look: Look, limit: int, parent: QWidget, *, for_codes: bool) -> None:
        super().__init__(parent)
        self._look = look
        self._limit = limit
        self.font_px = look.metrics.title_px if for_codes else look.metrics.text_px
        """Size of the letters in pixels."""
        self.setFont(font(self.font_px, bold=for_codes))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDefaultTextOption(_setting(look, for_codes=for_codes))
        if look.right_to_left and not for_codes:
            self.textChanged.connect(self._run_as_read)
        # A space at the end of a full line is wider than the line; nothing is moved sideways for it.
        self.horizontalScrollBar().rangeChanged.connect(lambda *_: self.horizontalScrollBar().setRange(0, 0))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTabChangesFocus(True)  # else it keeps the focus for ever (R30)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setCursorWidth(0)  # painted below, steadily, also while the focus is on a key
        self.document().setDocumentMargin(0)
        colours = QPalette(self.palette())
        colours.setColor(QPalette.ColorRole.Base, colour(look.palette.tile))
        colours.setColor(QPalette.ColorRole.Text, colour(look.palette.ink))
        self.setPalette(colours)
        self.line = _line_height(self.font(), _TALL_LETTER if look.right_to_left else "")
        """Height of a line, in whole pixels."""

    def put(self, text: str, *, instead_of: int = 0) -> None:
        """Put characters at the caret, as many as there is room for, in place of so many before it."""
        room = self._limit - len(self.toPlainText()) + instead_of
        kept = _whole_signs(kept_text(text), max(0, room))
        if kept:
            cursor = self.textCursor()
            before = self.text_before_caret
            start = before[: len(before) - instead_of]
            cursor.setPosition(_units(start), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(kept)
            self.setTextCursor(cursor)
            self._done()

    def erase(self) -> None:
        """Take the sign before the caret away: all of it, of however many characters it is put together."""
        cursor = self.textCursor()
        if not cursor.atStart():
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            self._done()

    @property
    def text_before_caret(self) -> str:
        """What is written before the place where the next character goes."""
        return _characters(self.toPlainText(), self.textCursor().position())

    def show_whole_lines(self) -> None:
        """Show no part of a line at the bottom."""
        rest = (self.height() - 1) % self.line if self.height() > self.line else 0
        self.setViewportMargins(0, 0, 0, rest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The caret stays in sight."""
        super().resizeEvent(event)
        self.ensureCursorVisible()

    def _run_as_read(self) -> None:
        """A telephone number or an address in another script runs as on every page: its groups keep their order."""
        runs = runs_right_to_left(self.toPlainText(), layout=True)
        way = Qt.LayoutDirection.RightToLeft if runs else Qt.LayoutDirection.LeftToRight
        setting = self.document().defaultTextOption()
        if setting.textDirection() != way:
            setting.setTextDirection(way)
            self.document().setDefaultTextOption(setting)

    def _done(self) -> None:
        self.ensureCursorVisible()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A real keyboard writes too. Arrows and enter go on: they move the focus, and no line is broken by hand."""
        if event.isAutoRepeat():
            event.accept()  # a held key acts once (R24)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif self._is_writing(event):
            self.put(event.text())
        else:
            event.ignore()

    @staticmethod
    def _is_writing(event: QKeyEvent) -> bool:
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
        # AltGr reports itself as control and alt together on some keyboards; what it writes is text all the same.
        command = event.modifiers() & commands and not event.modifiers() & Qt.KeyboardModifier.AltModifier
        return is_text(event.text()) and not command

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Characters put together from several keys, such as é."""
        self.put(event.commitString())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tap puts the caret there, and shows a line more above or below so that all of the text can be reached."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setTextCursor(self.cursorForPosition(event.position().toPoint()))
            self._show_a_line_more()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The caret was put already, and no button pastes."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two taps are two taps."""
        self.mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusOutEvent(event)
        self.focused.emit()

    def _show_a_line_more(self) -> None:
        place, bar = self.cursorRect(), self.verticalScrollBar()
        if place.top() < place.height():
            bar.setValue(bar.value() - 1)
        elif place.bottom() > self.viewport().height() - place.height():
            bar.setValue(bar.value() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and the caret as a thick steady line."""
        super().paintEvent(event)
        place = self.cursorRect()
        width = self._look.metrics.mm(CARET_MM)
        left = max(0, min(place.left(), self.viewport().width() - width))
        painter = QPainter(self.viewport())
        painter.fillRect(left, place.top(), width, place.height(), colour(self._look.palette.ink))
        painter.end()


class TextField(QWidget):
    """A framed field. ``changed`` brings the whole text after every change a person made.

    ``name`` is what assistive technology calls it, ``limit`` the number of characters it holds. ``for_codes``: in large
    letters, and from left to right in every language.
    """

    carries_ring = True
    changed = Signal(str)
    caret_moved = Signal()

    def __init__(
        self, name: str, look: Look, *, limit: int, for_codes: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._longest_code = limit if for_codes else 0
        self._paper = _Paper(look, limit + (READ_BEFORE_CODE if for_codes else 0), self, for_codes=for_codes)
        self._paper.setAccessibleName(name)
        self._paper.setObjectName("field")
        self._paper.changed.connect(lambda: self.changed.emit(self.text))
        self._paper.cursorPositionChanged.connect(self._paper.viewport().update)
        self._paper.cursorPositionChanged.connect(self.caret_moved)
        self._paper.focused.connect(self.update)
        self.setFocusProxy(self._paper)
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if look.right_to_left else Qt.LayoutDirection.LeftToRight
        )

    @property
    def font_px(self) -> int:
        """Size of the letters in pixels."""
        return self._paper.font_px

    @property
    def text(self) -> str:
        """All that is written."""
        return self._paper.toPlainText()

    @property
    def text_before_caret(self) -> str:
        """What is written before the place where the next character goes."""
        return self._paper.text_before_caret

    def show_text(self, text: str) -> None:
        """Show this text with the caret at its end; the text that is there already is left alone, caret and all.

        The same letters and digits in other groups keep the caret behind the same one.
        """
        if text == self.text:
            return
        place = len(text)
        if _signs(text) == _signs(self.text):
            place = _behind(text, len(_signs(self.text_before_caret)))
        self._paper.setPlainText(text)
        self.place_caret(text[:place])

    def place_caret(self, before: str) -> None:
        """Put the caret behind this beginning of the text; another text leaves it where it is."""
        if not self.text.startswith(before):
            return
        caret = self._paper.textCursor()
        caret.setPosition(_units(before))
        self._paper.setTextCursor(caret)
        self._paper.ensureCursorVisible()

    def type(self, event: QKeyEvent) -> None:
        """Take what a real keyboard wrote while the focus was elsewhere; ignore the event if it writes nothing."""
        self._paper.keyPressEvent(event)

    def put(self, text: str, *, instead_of: int = 0) -> None:
        """Write at the caret, in place of so many characters before it."""
        self._paper.put(text, instead_of=instead_of)

    def erase(self) -> None:
        """Take back the character before the caret."""
        self._paper.erase()

    def height_of(self, lines: int) -> int:
        """The field's height with so many lines in sight."""
        # One line alone would be lower than a finger needs. The paper takes a row of pixels of its own.
        inner = max(lines * self._paper.line + 1, self.look.metrics.target)
        return inner + 2 * self._inset()

    def lines_of_code(self, width: int) -> int:
        """The lines in which a code of wide letters is seen whole at this width; 0 for a field of prose."""
        if not self._longest_code:
            return 0
        letters, room = self._paper.fontMetrics(), width - 2 * self._inset()
        if self._longest_code * letters.horizontalAdvance("M") <= room:
            return 1
        letter = letters.horizontalAdvance("N")
        return max(2, ceil(self._longest_code * letter / max(letter, room - GROUP_OF_CODE * letter)))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The text keeps off the frame."""
        inset = self._inset()
        self._paper.setGeometry(self.rect().adjusted(inset, inset, -inset, -inset))
        self._paper.show_whole_lines()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A white sheet with a strong frame: here is where the text goes."""
        metrics, palette = self.look.metrics, self.look.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._paper.hasFocus():
            paint_ring(painter, self.rect(), self.look, ring=metrics.ring, outer=outer_of(metrics.ring))
        painter.setPen(QPen(colour(palette.ink), metrics.stroke))
        painter.setBrush(colour(palette.tile))
        edge = metrics.ring + metrics.stroke / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), metrics.radius, metrics.radius)
        painter.end()

    def _inset(self) -> int:
        return self.look.metrics.ring + self.look.of_bars.metrics.padding


def _line_height(face: QFont, tall_letter: str) -> int:
    """A letter that stands in another font makes lines as high as that one asks for."""
    layout = QTextLayout(tall_letter, face)
    layout.beginLayout()
    tall = layout.createLine()
    layout.endLayout()
    return ceil(max(QFontMetricsF(face).lineSpacing(), tall.height() if tall.isValid() else 0))


def _units(text: str) -> int:
    """The length of a text as Qt counts: a picture or a rare letter is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> str:
    """The beginning of a text that Qt says is so long."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace")


def _whole_signs(text: str, most: int) -> str:
    """The beginning of a text of at most so many characters, with no sign cut in two that people see as one."""
    if len(text) <= most:
        return text
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    end = 0
    while (place := finder.toNextBoundary()) != -1 and len(_characters(text, place)) <= most:
        end = place
    return _characters(text, end)


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def _behind(text: str, count: int) -> int:
    """The place in the text behind so many letters and digits."""
    places = [at + 1 for at, sign in enumerate(text) if sign.isalnum()]
    return places[count - 1] if count else 0


def _setting(look: Look, *, for_codes: bool) -> QTextOption:
    """How lines are set: from the side where the script begins, no word ever cut off."""
    setting = QTextOption()
    setting.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if for_codes:
        setting.setTextDirection(Qt.LayoutDirection.LeftToRight)
    elif look.right_to_left:
        setting.setTextDirection(Qt.LayoutDirection.RightToLeft)
    if look.right_to_left:
        setting.setAlignment(Qt.AlignmentFlag.AlignRight)
    return setting
