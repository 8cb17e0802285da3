"""Nobody is here: the sun over the river, and a calm invitation in every language.

A touch on one of the invitations begins a visit in its language, a touch anywhere else one that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import pi, sin
from typing import cast

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from accessibility.metrics import ARABIC_LETTERS
from accessibility.speech import spelled
from kiosk.screens import screen
from kiosk.viewmodel.intents import ChooseLanguage, Start
from kiosk.viewmodel.views import AttractView, View
from kiosk.widgets.badge import Badge
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.shore import WAVE_HEIGHT_MM, waves
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look, colour
from kiosk.widgets.tiles.tile_layout import CLOSE_MM, Face, Style
from kiosk.widgets.tiles.touch_area import TouchArea

PERIOD_S = 3.2
"""Of the hand's movement up and down: a third of a movement in a second, far below three flashes (R14)."""

_FRAME_MS = 50

_MOST_RIVER = 0.56
"""Part of the height that the river may take: the more languages greet, and the smaller the display, the smaller they
are written."""

_MOST_RIVER_BELOW_A_NOTICE = 0.36
"""What happened, or what everybody is warned of, needs room above it."""

_PICTURE_PART = 0.26
"""Of the width of a flat screen, for the sun."""


@screen("attract", AttractView)
class AttractScreen(Screen):
    """A hand that touches, the invitation, the place, how fresh the content is, and the seal of the ballot box."""

    grows = False  # its sun is as large as the words leave room

    def build(self) -> None:
        """Sun and hand, the one big button over everything, and in the river the greetings, each a button as well."""
        self._hand = Badge(self.look, side_mm=self._disc_mm(), pictogram="touch")
        is_flat = self.look.metrics.flat
        if is_flat:
            self.page.lead_part = _PICTURE_PART
        self.page.put_picture(self._hand, Rank.HEADLINE if is_flat else Rank.DISPLAY)
        self._note_title = Words("", self.look, Rank.STRONG)
        self._note_title.leads = True
        self._note = Words("", self.look, Rank.DISPLAY)
        self.page.put([self._note_title, self._note])
        self._river = River(self.look, self)
        self._river.asked.connect(self.asked)
        self._touch = TouchArea(self.look, Start(), self)
        self._touch.clicked.connect(lambda: self.asked.emit(Start()))
        if self.look.motion:
            self._clock = QElapsedTimer()
            self._clock.start()
            self._timer = QTimer(self)
            self._timer.timeout.connect(self._move)
            self._timer.start(_FRAME_MS)

    def fill(self) -> None:
        """Show the invitation."""
        super().fill()
        view = self._attract
        most = _MOST_RIVER_BELOW_A_NOTICE if view.notice else _MOST_RIVER
        greetings = view.greetings
        if self.look.metrics.compact:
            greetings = tuple((language, view.language_names.get(language, text)) for language, text in greetings)
        self._river.show_texts(greetings, view.waiting, [view.place, view.content_date, view.seal], most=most)
        self._touch.setAccessibleName(". ".join(text for _, text in view.greetings))
        self._touch.raise_()

    def spoken_content(self) -> Iterable[str]:
        """The invitation in each language, where this is, how fresh the content is, and the seal of the ballot box."""
        view = self._attract
        about, colon, code = view.seal.rpartition(": ")
        seal = f"{about}{colon}{spelled(code)}"
        return [
            *(text for _, text in view.greetings),
            view.note_title,
            view.note,
            view.waiting,
            view.place,
            view.content_date,
            seal,
        ]

    def show_view(self, view: View) -> None:
        """Show this view; with other lines the river is of another height."""
        super().show_view(view)
        self._arrange()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The size of the display."""
        self._arrange()

    def showEvent(self, _event: QShowEvent) -> None:
        """Only now the greetings are where they act."""
        self._arrange()

    def _arrange(self) -> None:
        """The river is at the bottom, the sun above it, the big button everywhere but on the greetings."""
        height = self._river.heightForWidth(self.width())
        self._river.setGeometry(0, self.height() - height, self.width(), height)
        self.page.setGeometry(0, 0, self.width(), self.height() - height)
        self._give_way()
        self._touch.setGeometry(self.rect())
        greetings = (QRegion(place.translated(self._river.pos())) for place in self._river.greeting_places())
        self._touch.setMask(sum(greetings, QRegion()).xored(QRegion(self.rect())))

    def _give_way(self) -> None:
        """On a small display the sun is smaller, for the words have to be seen whole; then the notice board goes."""
        self._hand.shrink(0)
        self.page.explanation.show_text(self.view.explanation)
        self.page.headline.show_in(Rank.DISPLAY)
        self._note.show_in(Rank.DISPLAY)
        self._show_note(self._attract.note_title, self._attract.note)
        self.page.arrange()
        if self.page.pages.count > 1:  # a warning
            self.page.headline.show_in(Rank.HEADLINE)
            self.page.arrange()
        pages = self.page.pages
        if self.look.metrics.landscape:  # beside the words
            lacking = self._hand.heightForWidth(self._hand.width()) - self._hand.height()
        else:
            lacking = pages.needed(pages.width()) - pages.height()
        if lacking > 0:
            self._hand.shrink(lacking)
            self.page.arrange()
        if pages.count > 1 and self._attract.note:  # what is told is read from farther away than how it goes
            self.page.explanation.show_text("")
            self.page.arrange()
        for rank in (Rank.HEADLINE, Rank.TITLE):
            if pages.count > 1:
                self._note.show_in(rank)
                self.page.arrange()
        if pages.count > 1:  # the invitation comes before what is told
            self._show_note("", "")
            self.page.arrange()
        if pages.count > 1 and self.look.metrics.compact:
            self.page.headline.show_in(Rank.TITLE)
            self.page.explanation.show_text("")
            self.page.arrange()

    def _show_note(self, title: str, note: str) -> None:
        self._note_title.show_text(title)
        self._note.show_text(note)

    def _disc_mm(self) -> float:
        metrics = self.look.metrics
        if metrics.compact:
            return 40
        if not metrics.roomy:
            return 52
        return 92 if metrics.landscape else 112

    def _move(self) -> None:
        """Up and down like a breath."""
        height = self.look.metrics.mm(3)
        phase = sin(self._clock.elapsed() / 1000 / PERIOD_S * 2 * pi)
        lift = QPoint(0, round(height * phase))
        if lift != self._hand.lift:
            self._hand.lift = lift
            self._hand.update()

    @property
    def _attract(self) -> AttractView:
        return cast(AttractView, self.view)


class River(QWidget):
    """A band of river below a line of waves, with a button for each greeting on it, below them what is told beside."""

    asked = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._greetings = TileGrid(look, Style(), parent=self)
        self._greetings.asked.connect(self.asked)
        self._asides: list[Words] = []

    def show_texts(
        self, greetings: Sequence[tuple[str, str]], first: str, asides: Sequence[str], *, most: float
    ) -> None:
        """Show these greetings, each with the code of its language, in at most this part of the height if the letters
        can be that small. ``first`` stands before all that is told beside, to be read from farther away.
        """
        for words in self._asides:
            words.hide()
            words.deleteLater()
        metrics, ink = self.look.metrics, self.look.palette.main_text
        rank = Rank.STRONG if metrics.compact else Rank.TITLE
        ranked = [(first, rank), *((text, Rank.BODY) for text in asides)]
        self._asides = [Words(text, self.look, rank, ink=ink, parent=self) for text, rank in ranked if text]
        entries = [(Face(text), ChooseLanguage(language), False, True) for language, text in greetings if text]
        self._greetings.show_entries(entries)
        for style, columns in self._settings():
            self._greetings.set_in(style, columns=columns)
            if self.heightForWidth(metrics.width) <= most * metrics.height:
                break
        for words in self._asides:
            words.setVisible(True)
        self._place()

    def greeting_places(self) -> list[QRect]:
        """Where the greetings act, in the river's own pixels."""
        return [tile.geometry().translated(self._greetings.pos()) for tile in self._greetings.tiles]

    def _settings(self) -> Iterable[tuple[Style, int]]:
        """How the greetings are set and in how many columns, from the largest to the smallest."""
        metrics = self.look.metrics
        roomy = Style(bold=True, centred=True)
        few, many = (2, 4) if metrics.landscape else (1, 2)
        for title_px in (metrics.headline_px, metrics.title_px, metrics.text_px)[metrics.landscape :]:
            yield replace(roomy, title_px=title_px), few
        for title_px in (metrics.title_px, metrics.text_px):
            for columns in (few, many):
                yield replace(roomy, title_px=title_px, padding_mm=CLOSE_MM), columns
        if self.look.right_to_left:  # as large as in other languages
            yield replace(roomy, title_px=round(metrics.text_px / ARABIC_LETTERS), padding_mm=CLOSE_MM), many

    def heightForWidth(self, width: int) -> int:
        """The waves, the words and a margin."""
        bottoms = [place.y() + place.height() for _, place in self._places(width)]
        return max(bottoms, default=0) + self.look.metrics.margin

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the words anew."""
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Water."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour(self.look.palette.paper))
        painter.setPen(colour(self.look.palette.main))
        painter.setBrush(colour(self.look.palette.main))
        painter.drawPolygon(waves(self.look, self.width(), self.height()))
        painter.end()

    def _place(self) -> None:
        for words, place in self._places(self.width()):
            if self.look.right_to_left:
                place.moveLeft(self.width() - place.x() - place.width())
            words.setGeometry(place)

    def _places(self, width: int) -> list[tuple[QWidget, QRect]]:
        """Greetings, and below them what is told beside: on a wide screen in one row."""
        metrics = self.look.metrics
        top = metrics.mm(WAVE_HEIGHT_MM) + metrics.margin
        side = metrics.margin - metrics.ring
        room = width - 2 * side
        greetings = QRect(side, top, room, self._greetings.heightForWidth(room))
        columns = len(self._asides) if metrics.landscape else 1
        asides = self._in_columns(self._asides, columns, width, greetings.y() + greetings.height() + metrics.space)
        return [(self._greetings, greetings), *asides]

    def _in_columns(self, texts: Sequence[Words], columns: int, width: int, top: int) -> list[tuple[QWidget, QRect]]:
        metrics = self.look.metrics
        places: list[tuple[QWidget, QRect]] = []
        room = (width - 2 * metrics.margin - (columns - 1) * metrics.space) // max(1, columns)
        for start in range(0, len(texts), max(1, columns)):
            row = texts[start : start + columns]
            height = max(words.heightForWidth(room) for words in row)
            for at, words in enumerate(row):
                places.append((words, QRect(metrics.margin + at * (room + metrics.space), top, room, height)))
            top += height + metrics.space // 2
        return places
