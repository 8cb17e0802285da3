"""Nobody is here: the sun over the river, and a calm invitation in every language. A touch anywhere begins a visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import pi, sin
from typing import cast

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from accessibility.speech import spelled
from kiosk.screens import screen
from kiosk.viewmodel.intents import Start
from kiosk.viewmodel.views import AttractView, View
from kiosk.widgets.badge import Badge
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.shore import WAVE_HEIGHT_MM, waves
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look, colour
from kiosk.widgets.tiles.touch_area import TouchArea

PERIOD_S = 3.2
"""Of the hand's movement up and down: a third of a movement in a second, far below three flashes (R14)."""

_FRAME_MS = 50

_MOST_RIVER = 0.55
"""Part of the height that the river may take: the more languages greet, and the smaller the display, the smaller they
are written."""

_RANKS = (Rank.HEADLINE, Rank.TITLE, Rank.STRONG)


@screen("attract", AttractView)
class AttractScreen(Screen):
    """A hand that touches, the invitation, the place, how fresh the content is, and the seal of the ballot box."""

    grows = False  # its sun is as large as the words leave room

    def build(self) -> None:
        """Sun and hand, the river with the greetings, and the one big button over all of them."""
        self._hand = Badge(self.look, side_mm=self._disc_mm(), pictogram="touch")
        self.page.put_picture(self._hand)
        self._asked_today = Words("", self.look, Rank.STRONG)
        self._asked_today.leads = True
        self._question = Words("", self.look, Rank.TITLE)
        self.page.put([self._asked_today, self._question])
        self._river = River(self.look, self)
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
        self._river.show_texts([text for _, text in view.greetings], [view.place, view.content_date, view.seal])
        self._touch.setAccessibleName(". ".join(text for _, text in view.greetings))
        self._touch.raise_()

    def spoken_content(self) -> Iterable[str]:
        """The invitation in each language, where this is, how fresh the content is, and the seal of the ballot box."""
        view = self._attract
        about, colon, code = view.seal.rpartition(": ")
        seal = f"{about}{colon}{spelled(code)}"
        return [
            *(text for _, text in view.greetings),
            view.asked_today,
            view.question,
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

    def _arrange(self) -> None:
        """The river is at the bottom, the sun above it, the button everywhere."""
        height = self._river.heightForWidth(self.width())
        self._river.setGeometry(0, self.height() - height, self.width(), height)
        self.page.setGeometry(0, 0, self.width(), self.height() - height)
        self._give_way()
        self._touch.setGeometry(self.rect())

    def _give_way(self) -> None:
        """On a small display the sun is smaller, for the words have to be seen whole; then the question goes."""
        self._hand.shrink(0)
        self._show_question(self._attract.asked_today, self._attract.question)
        self.page.arrange()
        pages = self.page.pages
        lacking = pages.needed(pages.width()) - pages.height()
        if lacking > 0:
            self._hand.shrink(lacking)
            self.page.arrange()
        if pages.count > 1:  # the invitation comes before what is asked
            self._show_question("", "")
            self.page.arrange()

    def _show_question(self, asked_today: str, question: str) -> None:
        self._asked_today.show_text(asked_today)
        self._question.show_text(question)

    def _disc_mm(self) -> float:
        metrics = self.look.metrics
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
    """A band of river below a line of waves, with words on it: greetings large, below them what is told beside."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._greetings: list[Words] = []
        self._asides: list[Words] = []

    def show_texts(self, greetings: Sequence[str], asides: Sequence[str]) -> None:
        """Show these."""
        for words in self._greetings + self._asides:
            words.hide()
            words.deleteLater()
        self._greetings = []
        metrics, ink = self.look.metrics, self.look.palette.main_text
        self._asides = [Words(text, self.look, ink=ink, parent=self) for text in asides if text]
        for rank in _RANKS[1:] if metrics.landscape else _RANKS:
            for words in self._greetings:
                words.hide()
                words.deleteLater()
            self._greetings = [Words(text, self.look, rank, ink=ink, parent=self) for text in greetings if text]
            if self.heightForWidth(metrics.width) <= _MOST_RIVER * metrics.height:
                break
        for words in self._greetings + self._asides:
            words.setVisible(True)
        self._place()

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

    def _places(self, width: int) -> list[tuple[Words, QRect]]:
        """Below each other; on a wide screen in two columns, and what is told beside in one row."""
        metrics = self.look.metrics
        top = metrics.mm(WAVE_HEIGHT_MM) + metrics.margin
        columns = 2 if metrics.landscape else 1
        places = self._in_columns(self._greetings, columns, width, top)
        if places:
            top = max(place.y() + place.height() for _, place in places) + metrics.space * 2
        return places + self._in_columns(self._asides, len(self._asides) if columns > 1 else 1, width, top)

    def _in_columns(self, texts: Sequence[Words], columns: int, width: int, top: int) -> list[tuple[Words, QRect]]:
        metrics, places = self.look.metrics, []
        room = (width - 2 * metrics.margin - (columns - 1) * metrics.space) // max(1, columns)
        for start in range(0, len(texts), max(1, columns)):
            row = texts[start : start + columns]
            height = max(words.heightForWidth(room) for words in row)
            for at, words in enumerate(row):
                places.append((words, QRect(metrics.margin + at * (room + metrics.space), top, room, height)))
            top += height + metrics.space // 2
        return places
