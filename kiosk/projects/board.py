"""What the greeting tells as a notice board, one note after the other: news of the house, a question,
promises, results, dates, help.

Makes values from values. Each note is short enough to be read from three metres in passing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from kiosk.projects.results import options_words
from kiosk.projects.rules import Knowledge, PromiseState
from kiosk.session.findings import Registers
from kiosk.station.catalogue import Offer
from kiosk.station.date_words import events, help_times, news, span_words
from kiosk.texts import Texts

NOTE_SECONDS = 15
"""How long one note stands: time to read it twice."""

MOST_NOTES = 8
"""All of them are seen within two minutes."""

NEWS_DAYS = 60
"""So long a result is news."""

AHEAD_DAYS = 14
"""So long before a date is told."""

_MOST_OF_A_KIND = 2


@dataclass(frozen=True)
class BoardNote:
    """A line that says what it is, and the thing itself."""

    title: str
    text: str


def knowledge_of(offer: Offer, registers: Registers, now: datetime) -> Knowledge:
    """What notes are made of besides dates. Read once for all languages: the registers read the disk each time."""
    promises = {kept.poll: kept for kept in registers.promises()}
    return Knowledge(offer, registers.results(), promises, now.astimezone(offer.zone).date())


def notes(words: Texts, knowledge: Knowledge, *, district: str, now: datetime) -> tuple[BoardNote, ...]:
    """All notes of a station in this district, in one language; what the house says first."""
    offer = knowledge.offer
    found = (
        *islice(_news(words, offer, district, now), _MOST_OF_A_KIND),
        *islice(_question(words, offer, district, now), _MOST_OF_A_KIND),
        *islice(_promises(words, knowledge, district), _MOST_OF_A_KIND),
        *islice(_results(words, knowledge, district), _MOST_OF_A_KIND),
        *islice(_dates(words, offer, district, now), _MOST_OF_A_KIND),
        *_help(words, offer, district, now),
    )
    return found[:MOST_NOTES]


def note_told(
    own: str, turn: int | None, offer: Offer, registers: Registers, *, district: str, now: datetime
) -> tuple[str, BoardNote | None]:
    """The note whose turn it is, and the language it is in: all of them in one language after the other, the station's
    ``own`` first. With ``turn`` None nothing is to move: there is one each day. None where there is nothing to tell.
    """
    knowledge = knowledge_of(offer, registers, now)
    found = notes(Texts(own, phrases=offer.phrases), knowledge, district=district, now=now)
    if not found:
        return own, None
    if turn is None:
        return own, found[knowledge.today.toordinal() % len(found)]
    languages = [own, *(one.code for one in offer.languages if one.code != own)]
    rounds, at = divmod(turn, len(found))
    language = languages[rounds % len(languages)]
    return language, notes(Texts(language, phrases=offer.phrases), knowledge, district=district, now=now)[at]


def _news(words: Texts, offer: Offer, district: str, now: datetime) -> Iterator[BoardNote]:
    for said in news(words, offer, district, now):
        yield BoardNote(words.text("dates.news.title"), said)


def _question(words: Texts, offer: Offer, district: str, now: datetime) -> Iterator[BoardNote]:
    here, question = offer.districts.get(district), offer.question_of_the_day(district, now)
    if here and question:
        yield BoardNote(words.text("attract.question", district=here.name), words.content(question))


def _promises(words: Texts, knowledge: Knowledge, district: str) -> Iterator[BoardNote]:
    """Those of polls that are over: what is overdue first."""
    polls, waiting = knowledge.offer.polls, []
    for poll_id in sorted({*knowledge.promises, *polls}):
        poll, standing = polls.get(poll_id), knowledge.promise(poll_id)
        is_over = poll is None or (poll.is_for(district) and poll.closes < knowledge.today)
        if standing and standing.kept.promise.by and is_over:
            waiting.append((standing.standing is not PromiseState.OVERDUE, standing.kept.promise.by, standing))
    for _, by, standing in sorted(waiting, key=lambda one: one[:2]):
        title = words.content(standing.kept.title)
        if standing.standing is PromiseState.OVERDUE:
            yield BoardNote(words.text("board.overdue", date=words.date(by)), title)
        elif standing.standing is PromiseState.OPEN:
            yield BoardNote(words.text("board.promise", date=words.date(by)), title)


def _results(words: Texts, knowledge: Knowledge, district: str) -> Iterator[BoardNote]:
    newest_first = sorted(knowledge.results.values(), key=lambda one: (one.counted_on, one.poll.id), reverse=True)
    for result in newest_first:
        if result.poll.is_for(district) and knowledge.today - result.counted_on <= timedelta(days=NEWS_DAYS):
            counted = words.plural("result.ballots", result.ballots)
            ahead = words.text("result.leading", options=options_words(words, result)) if result.leading else counted
            title = words.text("board.result", poll=words.content(result.poll.title))
            yield BoardNote(title, f"{ahead}\n{words.text('board.by_station')}" if result.by_station else ahead)


def _dates(words: Texts, offer: Offer, district: str, now: datetime) -> Iterator[BoardNote]:
    last = (now + timedelta(days=AHEAD_DAYS)).astimezone(offer.zone).replace(tzinfo=None)
    for span, entry in events(offer, district, now):
        if span.begins <= last:
            yield BoardNote(span_words(words, span), words.content(entry.title))


def _help(words: Texts, offer: Offer, district: str, now: datetime) -> Iterator[BoardNote]:
    if times := list(help_times(words, offer, district, now)):
        yield BoardNote(words.text("dates.help.title"), ", ".join(times))
