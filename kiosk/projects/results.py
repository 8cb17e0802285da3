"""The result of a closed poll as a section of its page: bars and numbers, never of fewer than five.

Makes values from values.
"""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.texts import Texts
from kiosk.viewmodel.views import Bar, Line, Section
from kiosk.voting.kinds import form_of
from sync.protocol.poll_results import NONE_OF_THEM, PollResult, ResultFigure
from sync.protocol.polls.poll import Poll


def result_section(words: Texts, poll: Poll, result: PollResult | None, *, today: date) -> Section:
    """What the people said. Before it is counted: when it will be."""
    title = words.text("result.headline", poll=words.content(poll.title))
    if poll.void:
        return Section(title, warning=words.text("polls.void", reason=words.content(poll.void)))
    if result is None:
        return Section(title, sentences=(_waiting(words, poll, today),))
    sentences = [words.plural("result.ballots", result.ballots)]
    if result.leading:
        names = ", ".join(_name(words, poll, option) for option in result.leading)
        sentences.append(words.text("result.leading", options=names))
    if any(figure.count is None for figure in result.figures):
        sentences.append(words.text("result.few.why"))
    secrecy = words.text(f"poll_about.secrecy.{result.poll.secrecy.value}")
    lines = (
        Line(words.text("poll_about.secrecy"), secrecy, "lock", public=True),
        Line(words.text("result.rule"), form_of(poll).rule(words, poll), "vote", public=True),
        Line(words.text("result.use"), words.text(f"decides.{poll.decides.value}"), "project", public=True),
        Line(words.text("result.counted"), words.date(result.counted_on), "check", public=True),
    )
    bars = tuple(_bar(words, poll, figure, of=result.ballots) for figure in result.figures)
    return Section(title, sentences=tuple(sentences), bars=bars, lines=lines)


def _bar(words: Texts, poll: Poll, figure: ResultFigure, *, of: int) -> Bar:
    count = figure.count
    said = words.text("result.few") if count is None else words.plural("result.count", count)
    return Bar(Line(_name(words, poll, figure.option), said, public=True), 0 if count is None else 100 * count // of)


def _name(words: Texts, poll: Poll, option: str) -> str:
    if option == NONE_OF_THEM:
        return words.text("result.none_of_them")
    found = next((one for one in poll.options if one.id == option), None)
    return words.content(found.title) if found else words.text(f"vote.yes_no.{option}")


def _waiting(words: Texts, poll: Poll, today: date) -> str:
    if today <= poll.grace:
        return words.text("result.waits", date=words.date(poll.grace + timedelta(days=1)))
    return words.text("result.at_work")
