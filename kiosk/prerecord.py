"""What is read of a content package to everybody alike, in every language: it can be recorded before anybody comes.

These are the sentences of screens as they are when a person first meets them. Nothing a person chose or wrote is
among them: the visit they are made of is one that nobody makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from kiosk.session import flow
from kiosk.session.frame import Scene
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.tasks import TASKS
from kiosk.texts import Texts
from kiosk.viewmodel.phrases import spoken_choice, spoken_groups
from kiosk.viewmodel.views import ListView, View, VoteGroupsView, VoteView
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGES
from sync.station.config import IdleConfig

FEWEST_LETTERS = 6
"""Of a landmark's name: a "Zoo" is one in many languages."""

_PARTS = re.compile(r", | und ")


def said_of_content(offer: Offer, *, district: str, today: date) -> dict[str, list[str]]:
    """Language to sentences, of all that the tasks show of the content in this district."""
    if district not in offer.districts:
        return {}
    return {
        language.code: [said for said in _said_in(language.code, offer, district, today) if said]
        for language in LANGUAGES
    }


def names_of_places(offer: Offer) -> frozenset[str]:
    """The city, its districts, and landmarks that are called by a name: no other language has a word of so many letters
    in common with German by chance."""
    landmarks = (part for landmark in offer.landmarks for part in _PARTS.split(landmark.name.get(DEFAULT_LANGUAGE, "")))
    names = (offer.city, *(district.name for district in offer.districts.values()))
    return frozenset((*names, *(part for part in landmarks if len(part) >= FEWEST_LETTERS)))


def _said_in(language: str, offer: Offer, district: str, today: date) -> Iterator[str]:
    noon = datetime.combine(today, time(12), tzinfo=UTC)
    words = Texts(language, phrases=offer.phrases)
    for task in TASKS:
        nobodys_visit = Session(language, district, path=flow.HOME)
        for view in task.first_views(Scene(nobodys_visit, words, offer, district, noon, today, IdleConfig())):
            yield from _said_of(view)


def _said_of(view: View) -> Iterator[str]:
    yield view.headline
    yield view.explanation
    if isinstance(view, ListView):
        yield from map(spoken_choice, view.choices)
    if isinstance(view, VoteView):
        yield view.rule
        for option in view.options:
            yield spoken_choice(option, "" if option.state else view.frame.words.not_chosen)
    if isinstance(view, VoteGroupsView):
        yield from spoken_groups(view.groups)
