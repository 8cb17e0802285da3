"""The page on which a word to search by is typed: the same wherever there is something to find."""

from __future__ import annotations

from kiosk.session.entry_words import key_names
from kiosk.session.frame import Scene, frame
from kiosk.viewmodel.intents import Continue
from kiosk.viewmodel.views import Action, SearchView

MOST_SEARCHED = 60
"""Characters of a word to search by."""


def search_view(scene: Scene, typed: str, *, headline: str, explanation: str, field: str) -> SearchView:
    """A word to search by, as far as it is typed."""
    words = scene.texts
    name = words.text("search.start")
    return SearchView(
        frame=frame(scene, main=Action(Continue(), name, "look-up", waits=not typed.strip())),
        headline=headline,
        explanation=explanation,
        notice=scene.notice,
        text=typed,
        limit=MOST_SEARCHED,
        field_name=field,
        may_tell=(words.text("search.empty"), words.text("search.nothing")),
        keys=key_names(words),
    )
