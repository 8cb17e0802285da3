"""How this works, in a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import HelpView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.label import Words


@screen("help", HelpView)
class HelpScreen(Screen):
    """One paragraph for each sentence."""

    def fill(self) -> None:
        """Show the sentences."""
        super().fill()
        self.page.put([Words(sentence, self.look) for sentence in self._sentences])

    def spoken_content(self) -> Iterable[str]:
        """The sentences."""
        return self._sentences

    @property
    def _sentences(self) -> tuple[str, ...]:
        return cast(HelpView, self.view).sentences
