"""Brings views to the narrator: what a page is when it is heard, and what an act has done. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from accessibility.narrator import Narrator, Page
from kiosk.intents import Describe, Intent
from kiosk.views import AttractView, Choice, DescriptionView, OutOfOrderView, View


class Reader:
    """Reads one visit after the other aloud, where the person wishes it."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._written = ""

    def show(self, view: View, spoken: Sequence[str], *, after: Intent | None = None) -> None:
        """This view is on the display; ``spoken`` is what its screen reads on arrival, ``after`` what was asked for."""
        if isinstance(view, AttractView | OutOfOrderView):
            self._narrator.end_visit()
            self._written = ""
            return
        confirmation = self._confirmation(view, after)
        self._written = view.text if isinstance(view, DescriptionView) else ""
        self._narrator.arrive(page_of(view, spoken), view.frame.language, confirmation=confirmation)
        self._narrator.switch(view.frame.profile.speech)

    def _confirmation(self, view: View, after: Intent | None) -> str:
        if isinstance(after, Describe) and isinstance(view, DescriptionView):
            return typed(self._written, view)
        return chosen_now(after, view) if after is not None else ""


def page_of(view: View, spoken: Sequence[str]) -> Page:
    """A screen as it is heard. The same screen with another headline is another page."""
    rest = tuple(text for text in spoken if text not in {view.headline, view.notice})
    return Page(key=f"{type(view).__name__}|{view.headline}", headline=view.headline, notice=view.notice, body=rest)


def chosen_now(intent: Intent, view: View) -> str:
    """What became of the thing the person touched: its title and whether it is chosen now; empty if it is gone."""
    words = view.frame.words
    for choice in choices_of(view):
        if choice.intent == intent:
            return f"{choice.title}: {words.chosen if choice.chosen else words.not_chosen}"
    return ""


def choices_of(view: View) -> Iterator[Choice]:
    """Everything on a view that can be chosen."""
    for entry in fields(view):
        value = getattr(view, entry.name)
        if isinstance(value, tuple):
            yield from (choice for choice in value if isinstance(choice, Choice))


def typed(before: str, view: DescriptionView) -> str:
    """The letter or sign just written, by its name where it has one; the name of the delete key when one was taken."""
    names = view.keys or {}
    if len(view.text) < len(before):
        return names.get("backspace", "")
    added = view.text[len(before) :]
    return names["space"] if added == " " and "space" in names else names.get(added, added)
