"""The one button of this project: a tile that carries words of any length and says by shape what it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.phrases import sentences_of
from kiosk.widgets.focus_ring import outer_of, paint_ring
from kiosk.widgets.text.text_layout import SetText, spoken_text
from kiosk.widgets.theme import Look, colour, font
from kiosk.widgets.tiles.tile_layout import (
    CHOOSABLE,
    LEADS_ON,
    MAIN_KINDS,
    MARKED,
    Face,
    Setter,
    Setting,
    Style,
    TileKind,
)

_TINT_MM = 2.0
"""How far the tint of a task reaches around its pictogram."""


class Tile(QAbstractButton):
    """A button that knows what it asks for. It never changes its own state: what is chosen comes from the view.

    The widget is larger than the painted tile by the room for the focus ring on each side. It acts when the finger is
    lifted inside it; ``clicked`` says so.
    """

    def __init__(
        self,
        face: Face,
        intent: Intent | None,
        look: Look,
        style: Style | None = None,
        *,
        chosen: bool = False,
        enabled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.intent = intent
        self.look = look
        self.style_ = style or Style()
        self.setObjectName(repr(intent))
        # Only keys move the focus: a finger would leave a ring behind that means nothing to it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._settings: dict[tuple[int, int], Setting] = {}
        self._setter = Setter(face, self.style_, look, chosen=chosen)
        self.face = face
        self.show_face(face, intent, chosen=chosen, enabled=enabled)

    def show_face(
        self, face: Face, intent: Intent | None = None, *, chosen: bool = False, enabled: bool = True
    ) -> None:
        """Show this from now on. Whoever arranges the page has to ask for the height again."""
        if intent is not None:
            self.intent = intent
            self.setObjectName(repr(intent))
        changed = face != self.face or chosen != self._setter.chosen
        self.face = face
        self.setEnabled(enabled)
        # What leads on is only called a choice where it is the chosen one.
        self.setAutoExclusive(False)  # else Qt would keep the last one checked
        self.setCheckable(self.style_.kind in MARKED or (chosen and self.style_.kind in CHOOSABLE))
        self.setChecked(chosen)
        # This is how Qt tells assistive technology a radio button; the conductor decides what is chosen all the same.
        self.setAutoExclusive(self.style_.kind is TileKind.RADIO)
        shows = face.picture.shows if face.picture else ""
        name = face.name or sentences_of((face.title, face.about, face.note, face.state, shows)).removesuffix(".")
        self.setText(spoken_text(face.title))
        self.setAccessibleName(spoken_text(name))
        if changed:
            self._settings.clear()
            self._setter = Setter(face, self.style_, self.look, chosen=chosen)
            self.update()

    def set_in(self, style: Style) -> None:
        """Be set in this style from now on. What the tile is stays the same."""
        if style != self.style_:
            self.style_ = style
            self._settings.clear()
            self._setter = Setter(self.face, style, self.look, chosen=self._setter.chosen)
            self.update()

    def setting(self, width: int, height: int = 0) -> Setting:
        """Where everything stands on a tile of this size."""
        key = (width, height)
        if key not in self._settings:
            self._settings[key] = self._setter.set(width, height)
        return self._settings[key]

    @property
    def font_px(self) -> int:
        """Size of the title's letters in pixels."""
        return self.style_.title_px or self.look.metrics.answer_px

    @property
    def role(self) -> str:
        """What it is: ``button``, ``radio`` or ``checkbox``."""
        return {TileKind.RADIO: "radio", TileKind.CHECK: "checkbox"}.get(self.style_.kind, "button")

    def natural_width(self) -> int:
        """The width at which the title stands in one line."""
        return self._setter.natural_width()

    def breaks_a_word(self, width: int) -> bool:
        """At this width some word would be torn."""
        return self.setting(width).breaks_a_word

    def breaks_a_word_as_chosen(self, width: int) -> bool:
        """At this width some word would be torn once it is chosen."""
        return self._setter.breaks_a_word_as_chosen(width)

    def goes_above(self, width: int) -> bool:
        """At this width its pictogram has to stand on top of the words."""
        return self._setter.goes_above(width)

    def text_rects(self) -> list[QRect]:
        """Where letters are painted, in the widget's own pixels."""
        return [lines.rect_at(left, top) for lines, left, top in self.set_texts()]

    def set_texts(self) -> list[tuple[SetText, int, int]]:
        """Title, line below it and note in their lines, with left and top in the widget's own pixels."""
        return [(lines, left, top) for lines, left, top, _ in self.setting(self.width(), self.height()).texts]

    def line_ends(self, width: int, height: int) -> list[int]:
        """Where each of its lines ends on a tile of this size, in pixels from the top."""
        texts = self.setting(width, height).texts
        return sorted({top + end for lines, _, top, _ in texts for end in lines.line_ends})

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """High enough for all lines at this width, and never lower than a finger needs (R20)."""
        return self.setting(width).height

    def sizeHint(self) -> QSize:
        """The height at the present width."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def nextCheckState(self) -> None:
        """Nothing by itself: the conductor decides what is chosen."""

    def hitButton(self, place: QPoint) -> bool:
        """Everything inside the border counts, and nothing outside (R23)."""
        return self._tile_rect().contains(place)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Show the ring. Qt would take the other radio buttons out of the walk of the keys."""
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The enter key selects like the space bar; a held key acts once (R24)."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Face, border, mark or pictogram, words, and the ring when keys act here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face, ink, second, line, stroke = self._colours()
        if self.hasFocus():
            ring = self.look.metrics.ring
            paint_ring(painter, self.rect(), self.look, ring=ring, outer=outer_of(ring))
        self._paint_box(painter, face, line, stroke)
        setting = self.setting(self.width(), self.height())
        self.paint_sign(painter, setting.sign, face, ink)
        if self.isChecked() and not setting.tick.isEmpty():
            self._paint_tick(painter, setting.tick, face, ink)
        if self.face.picture and not setting.picture.isEmpty():
            self._paint_picture(painter, self.face.picture.file, setting.picture)
        for lines, left, top, is_second in setting.texts:
            lines.draw(painter, left, top, second if is_second else ink)
        painter.end()

    def _tile_rect(self) -> QRect:
        ring = self.look.metrics.ring
        return self.rect().adjusted(ring, ring, -ring, -ring)

    def _on_page(self) -> QRect:
        """What of the tile is on the page: less than the whole where no page is high enough for it. Each part has a
        border around it."""
        shown, parent = self.rect(), self.parentWidget()
        while parent is not None and not parent.isWindow():
            shown = shown.intersected(QRect(self.mapFrom(parent, QPoint(0, 0)), parent.size()))
            parent = parent.parentWidget()
        return shown

    def _colours(self) -> tuple[str, str, str, str, int]:
        """Face, words, words of second rank, border, and how thick the border is."""
        palette, metrics = self.look.palette, self.look.metrics
        if not self.isEnabled():
            return palette.paper, palette.muted, palette.muted, palette.line, metrics.stroke
        if self.isDown() and self.style_.kind is TileKind.MAIN and palette.pressed == palette.main:
            # Of two colours only: what is inverted already turns back.
            return palette.paper, palette.ink, palette.ink, palette.ink, metrics.heavy_stroke
        if self.isDown():
            return palette.pressed, palette.pressed_text, palette.pressed_text, palette.ink, metrics.heavy_stroke
        if self.style_.kind is TileKind.MAIN:
            return palette.main, palette.main_text, palette.main_text, palette.main, metrics.stroke
        if self.isChecked():
            return palette.chosen, palette.chosen_text, palette.chosen_text, palette.ink, metrics.heavy_stroke
        if self.style_.kind is TileKind.WAITING:
            return palette.tile, palette.ink, palette.ink, palette.ink, 2 * metrics.stroke
        return palette.tile, palette.ink, palette.muted, palette.line, metrics.stroke

    def _paint_box(self, painter: QPainter, face: str, line: str, stroke: int) -> None:
        metrics = self.look.metrics
        half = stroke / 2
        pen = QPen(colour(line), stroke)
        if not self.isEnabled():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour(face))
        painter.drawRoundedRect(
            QRectF(self._tile_rect().intersected(self._on_page())).adjusted(half, half, -half, -half),
            metrics.radius - half,
            metrics.radius - half,
        )

    def paint_sign(self, painter: QPainter, place: QRect, face: str, ink: str) -> None:
        """Paint what stands before or above the words: the mark of a choice, or the pictogram."""
        if self.style_.kind in MARKED:
            self._paint_mark(painter, place, face, ink)
        elif self.face.pictogram and not place.isEmpty():
            self._paint_pictogram(painter, place, ink)

    def _paint_pictogram(self, painter: QPainter, place: QRect, ink: str) -> None:
        name, right_to_left = self.face.pictogram, self.look.right_to_left
        _, tint = self.look.palette.tasks.get(self.face.accent, ("", ""))
        if tint:
            metrics = self.look.metrics
            around = min(metrics.mm(_TINT_MM), metrics.padding - 2 * metrics.stroke)  # clear of the border (R10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(tint))
            radius = self.look.metrics.radius * 2
            painter.drawRoundedRect(place.adjusted(-around, -around, around, around), radius, radius)
        if name == LEADS_ON and self.style_.kind in MAIN_KINDS and right_to_left:
            name = "arrow-left"
        picture = self.look.pictograms.picture(name, place.width(), ink, right_to_left=right_to_left)
        painter.drawPixmap(place.topLeft(), picture)

    def _paint_picture(self, painter: QPainter, file: str, place: QRect) -> None:
        """In its own colours, under a finger too: on a face as dark as its outlines it has a sheet of paper."""
        picture = self.look.pictograms.drawing(file, place.width(), place.height(), self.look.palette)
        if self.isDown() and self.look.palette.pressed == self.look.palette.ink:
            painter.fillRect(place, colour(self.look.palette.paper))
        painter.drawPixmap(place.topLeft(), picture)

    def _paint_tick(self, painter: QPainter, place: QRect, face: str, ink: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ink))
        painter.drawEllipse(place)
        _paint_check(painter, QRectF(place), face)

    def _paint_mark(self, painter: QPainter, place: QRect, face: str, ink: str) -> None:
        """A circle for one of several, a box for each of many; filled and ticked when chosen."""
        stroke = max(3, self.look.metrics.stroke + 1)
        box = QRectF(place).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
        painter.setPen(QPen(colour(ink), stroke))
        painter.setBrush(colour(ink if self.isChecked() else face))
        if self.style_.kind is TileKind.RADIO:
            painter.drawEllipse(box)
        else:
            painter.drawRoundedRect(box, place.width() / 6, place.width() / 6)
        if self.isChecked() and self.face.badge:
            painter.setPen(colour(face))
            painter.setFont(font(round(place.height() * 0.7), bold=True))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.face.badge)
        elif self.isChecked():
            _paint_check(painter, QRectF(place), face)


def _paint_check(painter: QPainter, place: QRectF, ink: str) -> None:
    """A tick in the middle of a mark, heavy enough for weak eyes."""
    side = place.width()
    points = [place.topLeft() + QPointF(x * side, y * side) for x, y in ((0.24, 0.53), (0.43, 0.71), (0.76, 0.31))]
    pen = QPen(colour(ink), side * 0.12)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(points)
