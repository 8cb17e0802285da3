"""Somebody is in danger: whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import DangerView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.label import Rank, Words


@screen("danger", DangerView)
class DangerScreen(Screen):
    """The numbers first, in the largest letters of a page."""

    def fill(self) -> None:
        """Show the sentences; the first ones are the numbers."""
        super().fill()
        self.page.put([Words(sentence, self.look, Rank.TITLE) for sentence in self._sentences])

    def spoken_content(self) -> Iterable[str]:
        """The sentences."""
        return self._sentences

    @property
    def _sentences(self) -> tuple[str, ...]:
        return cast(DangerView, self.view).sentences
