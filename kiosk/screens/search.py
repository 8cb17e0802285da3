"""A word to search by."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.description import DescriptionScreen
from kiosk.viewmodel.intents import Intent, SearchFor
from kiosk.viewmodel.views import SearchView


@screen("search", SearchView)
class SearchScreen(DescriptionScreen):
    """A field and the on-screen keyboard."""

    def told(self, text: str) -> Intent:
        """What was typed so far is to be searched for."""
        return SearchFor(text)
