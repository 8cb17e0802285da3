"""The visit is over and everything of the person is gone."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.views import GoodbyeView
from kiosk.widgets.badge import Badge
from kiosk.widgets.screen import Screen


@screen("goodbye", GoodbyeView)
class GoodbyeScreen(Screen):
    """A farewell in two sentences."""

    def build(self) -> None:
        """The sign that all is done."""
        self.page.put_picture(Badge(self.look, side_mm=74, pictogram="check"))
