"""A page of a survey that asks nothing: its beginning, a break, the thanks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import SurveyPageView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.label import Words


@screen("survey_page", SurveyPageView)
class SurveyPageScreen(Screen):
    """Sentences below each other."""

    def fill(self) -> None:
        """Show the sentences."""
        super().fill()
        self.page.put([Words(sentence, self.look) for sentence in self._page.sentences])

    def spoken_content(self) -> Iterable[str]:
        """The sentences."""
        return self._page.sentences

    @property
    def _page(self) -> SurveyPageView:
        return cast(SurveyPageView, self.view)
