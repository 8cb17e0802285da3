"""What is read of a content package to everybody alike, in every language: it can be recorded before anybody comes.

These are the sentences of screens as they are when a person first meets them. Nothing a person chose or wrote is
among them: the visit they are made of is one that nobody makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiosk.reporting.presenter import categories_view
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import CategoriesView, PollsView, VoteView
from kiosk.voting.presenter import polls_view, vote_view
from sync.protocol.languages import LANGUAGES
from sync.protocol.polls.poll import Poll
from sync.station.config import IdleConfig


def said_of_content(offer: Offer, *, district: str, today: date) -> dict[str, list[str]]:
    """Language to sentences: the polls of this district that are still to come or open, and the kinds of defects."""
    if district not in offer.districts:
        return {}
    return {
        language.code: [said for said in _said_in(language.code, offer, district, today) if said]
        for language in LANGUAGES
    }


def _said_in(language: str, offer: Offer, district: str, today: date) -> Iterator[str]:
    polls = [poll for poll in offer.polls.values() if poll.is_for(district) and poll.closes >= today]
    scene = Scene(_nobodys_visit(language, district, polls), Texts(language), offer, district, today, IdleConfig())
    yield from _said_of_tiles(polls_view(scene))
    yield from _said_of_tiles(categories_view(scene))
    for poll in polls:
        scene.session.poll = poll.id
        yield from _said_of_vote(vote_view(scene))


def _nobodys_visit(language: str, district: str, polls: list[Poll]) -> Session:
    orders = {poll.id: tuple(option.id for option in poll.options) for poll in polls}
    return Session(language, district, path=(VisitStep.HOME,), orders=orders)


def _said_of_tiles(view: PollsView | CategoriesView) -> Iterator[str]:
    yield view.headline
    yield view.explanation
    yield from map(spoken_choice, view.choices)


def _said_of_vote(view: VoteView) -> Iterator[str]:
    yield view.headline
    yield view.explanation
    yield view.rule
    for option in view.options:
        yield spoken_choice(option, view.frame.words.not_chosen)
