"""Finding a category by a word. A word and an offer in, ids out; knows no visit and no screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiosk.station.catalogue import Offer
from sync.protocol.languages import DEFAULT_LANGUAGE
from sync.protocol.word_folding import closeness, folded

MOST_FOUND = 12
"""More than two pages of them nobody reads."""

AS_GOOD = 0.25
"""So much worse than the best is left out: who types a word right does not want those that look like it."""


def categories_like(typed: str, offer: Offer, *, language: str, district: str) -> list[str]:
    """The ids of the categories and subcategories offered here that a word may mean, the closest first.

    Titles count in the language of the person and in German: so things are called here.
    """
    word = folded(typed)
    rated: dict[str, float] = {}
    for category in offer.categories.values():
        if not offer.is_shown(category, district):
            continue
        rated[category.id] = closeness(word, _searched(category.title, category.words, language))
        for part in category.subcategories:
            rated[part.id] = closeness(word, _searched(part.title, part.words, language))
    best = max(rated.values(), default=0.0)
    found = [(how, name) for name, how in rated.items() if how and how >= best - AS_GOOD]
    return [name for _, name in sorted(found, key=lambda entry: -entry[0])][:MOST_FOUND]


def _searched(title: Mapping[str, str], words: Iterable[str], language: str) -> str:
    own = {title.get(language, ""), title.get(DEFAULT_LANGUAGE, "")}
    return folded(" ".join((*sorted(own), *words)))
