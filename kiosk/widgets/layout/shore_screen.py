"""A screen that only says something: a picture and words in the middle, and below them the town by the river."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from kiosk.widgets.badge import Badge
from kiosk.widgets.layout.page import LEAD_PART
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.shore import Shore
from kiosk.widgets.text.label import Rank

_LEAST_SUN_PART = 0.2
"""Of a wide page, what the sun has beside words that need the room."""


class ShoreScreen(Screen):
    """``pictogram`` stands in the sun."""

    pictogram = ""
    sun_mm = 74.0

    def build(self) -> None:
        """The sun, and the shore below the page."""
        self._sun = Badge(self.look, side_mm=self.sun_mm, pictogram=self.pictogram)
        self._sun.centred = True
        self.page.centre_words()
        self.page.put_picture(self._sun)
        self._shore = Shore(self.look.of_bars, self)
        self._shore.lower()

    def lay_out(self) -> None:
        """Above the shore."""
        metrics = self.look.metrics
        self._place(metrics.width, metrics.height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page above, the shore below; the curtain over both."""
        super().resizeEvent(event)
        self._place(self.width(), self.height())

    def _place(self, width: int, height: int) -> None:
        """Where words need the room, the shore is not there; then the sun is smaller, and the headline."""
        shore = self._shore.height_needed()
        self._sun.shrink(0)
        self.page.lead_part = LEAD_PART
        self.page.headline.show_in(Rank.DISPLAY)
        self._shore.setGeometry(0, height - shore, width, shore)
        for below in (shore, 0):
            self._shore.setVisible(below > 0)
            self.page.setGeometry(0, 0, width, height - below)
            self.page.arrange()
            if self.page.pages.count == 1:
                return
        pages = self.page.pages
        self.page.lead_part = _LEAST_SUN_PART
        self._sun.shrink(pages.needed(pages.width()) - pages.height())
        self.page.arrange()
        for rank in (Rank.HEADLINE, Rank.TITLE):
            if pages.count > 1:
                self.page.headline.show_in(rank)
                self.page.arrange()
