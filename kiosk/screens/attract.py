"""Nobody is here: a calm invitation in every language of the station. A touch anywhere begins a visit."""

from __future__ import annotations

from collections.abc import Iterable
from math import pi, sin
from typing import cast

from PySide6.QtCore import QElapsedTimer, QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.intents import Start
from kiosk.screens import screen
from kiosk.views import AttractView
from kiosk.widgets.badge import Badge
from kiosk.widgets.screen import Screen
from kiosk.widgets.touch_area import TouchArea
from kiosk.widgets.words import Rank, Words

PERIOD_S = 3.2
"""Of the hand's movement up and down: a third of a movement in a second, far below three flashes (R14)."""

_FRAME_MS = 50


@screen("attract", AttractView)
class AttractScreen(Screen):
    """A hand that touches, the invitation, the place, and how fresh the content is."""

    def build(self) -> None:
        """Hand, greetings, place and date, and the one big button over all of them."""
        self._hand = Badge(self.look, side_mm=86, pictogram="touch")
        self._greetings: list[QWidget] = []
        self._place = Words("", self.look)
        self._date = Words("", self.look)
        self.page.put_picture(self._hand)
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
        self._greetings = [Words(text, self.look, Rank.TITLE) for _, text in view.greetings]
        self._place.show_text(view.place)
        self._date.show_text(view.content_date)
        self.page.put([*self._greetings, self._place, self._date])
        self._touch.setAccessibleName(". ".join(self.spoken_content()))
        self._touch.raise_()

    def spoken_content(self) -> Iterable[str]:
        """The invitation in each language."""
        return [text for _, text in self._attract.greetings]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button is everywhere."""
        super().resizeEvent(event)
        self._touch.setGeometry(self.rect())

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
