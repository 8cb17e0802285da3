"""The station cannot be used now: why in plain words, what to do, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import OutOfOrderView
from kiosk.widgets.layout.shore_screen import ShoreScreen
from kiosk.widgets.text.label import Rank, Words


@screen("out_of_order", OutOfOrderView)
class OutOfOrderScreen(ShoreScreen):
    """What a visitor can do comes first, what staff need to know last."""

    pictogram = "out-of-order"

    def build(self) -> None:
        """The sign, and places for the two texts."""
        super().build()
        self._what_to_do = Words("", self.look, Rank.STRONG, centred=True)
        self._detail = Words("", self.look, centred=True)
        self.page.put([self._what_to_do, self._detail])

    def fill(self) -> None:
        """Show what is wrong."""
        super().fill()
        view = cast(OutOfOrderView, self.view)
        self._what_to_do.show_text(view.what_to_do)
        self._detail.show_text(view.detail)

    def spoken_content(self) -> Iterable[str]:
        """What to do, and what staff need to know."""
        view = cast(OutOfOrderView, self.view)
        return (view.what_to_do, view.detail)
