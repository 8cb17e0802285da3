"""The result of a closed poll as a section of its page: bars and numbers, never of fewer than five.

Makes values from values.
"""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.session.shared_views import figure_line, option_words
from kiosk.texts import Texts
from kiosk.viewmodel.views import Bar, Line, Section
from kiosk.voting.kinds import form_of
from sync.protocol.poll_results import PollResult, ResultFigure
from sync.protocol.polls.poll import Poll


def result_section(words: Texts, poll: Poll, result: PollResult | None, *, today: date) -> Section:
    """What the people said. Before it is counted: when it will be."""
    title = words.text("result.headline", poll=words.content(poll.title))
    if poll.void:
        return Section(title, warning=words.text("polls.void", reason=words.content(poll.void)))
    if result is None:
        return Section(title, sentences=(_waiting(words, poll, today),))
    sentences = [words.text("result.by_station")] if result.by_station else []
    sentences.append(words.plural("result.ballots", result.ballots))
    if result.leading:
        sentences.append(words.text("result.leading", options=options_words(words, result)))
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


def options_words(words: Texts, result: PollResult) -> str:
    """The options most people chose, by name."""
    return ", ".join(option_words(words, result.poll, option) for option in result.leading)


def _bar(words: Texts, poll: Poll, figure: ResultFigure, *, of: int) -> Bar:
    return Bar(figure_line(words, poll, figure), 0 if figure.count is None else 100 * figure.count // of)


def _waiting(words: Texts, poll: Poll, today: date) -> str:
    if today <= poll.grace:
        return words.text("result.waits", date=words.date(poll.grace + timedelta(days=1)))
    return words.text("result.at_work")
