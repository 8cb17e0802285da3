"""What is read of a content package to everybody alike, in every language: it can be recorded before anybody comes.

These are the sentences of screens as they are when a person first meets them. Nothing a person chose or wrote is
among them: the visit they are made of is one that nobody makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiosk.session import flow
from kiosk.session.frame import Scene
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.tasks import TASKS
from kiosk.texts import Texts
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import ListView, View, VoteView
from sync.protocol.languages import LANGUAGES
from sync.station.config import IdleConfig


def said_of_content(offer: Offer, *, district: str, today: date) -> dict[str, list[str]]:
    """Language to sentences, of all that the tasks show of the content in this district."""
    if district not in offer.districts:
        return {}
    return {
        language.code: [said for said in _said_in(language.code, offer, district, today) if said]
        for language in LANGUAGES
    }


def _said_in(language: str, offer: Offer, district: str, today: date) -> Iterator[str]:
    for task in TASKS:
        nobodys_visit = Session(language, district, path=flow.HOME)
        for view in task.first_views(Scene(nobodys_visit, Texts(language), offer, district, today, IdleConfig())):
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
