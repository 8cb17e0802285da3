"""What a poll says of itself, on a page of its own: who asks, who decides, what is not on the table, how secret it is.

Makes values from values.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.session.frame import Scene, frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Continue
from kiosk.viewmodel.views import Action, Line, PollAboutView
from kiosk.voting.kinds.paper import is_for_children, joined
from kiosk.voting.state import VotingState
from sync.protocol.polls.background import Audience, Secrecy
from sync.protocol.polls.poll import Poll


def about_view(scene: Scene) -> PollAboutView:
    """All of it, in the order in which people ask."""
    words, poll = scene.texts, scene.offer.polls[scene.session.of(VotingState).poll]
    dates = words.text("vote.dates", as_of=words.date(poll.as_of), closes=words.date(poll.closes))
    return PollAboutView(
        frame=frame(scene, main=Action(Continue(), words.text("poll_about.done"), "check")),
        headline=words.text("poll_about.headline"),
        explanation=joined(words, words.content(poll.question), *_left_out(words, poll), dates),
        lines=tuple(Line(words.text(f"poll_about.{name}"), said, public=True) for name, said in _said(words, poll)),
    )


def secrecy_sentence(words: Texts, poll: Poll) -> list[str]:
    """Said beside the question where it is another secrecy than that of two trustees."""
    is_said = poll.secrecy is not Secrecy.TWO_TRUSTEES
    return [words.text(f"poll_about.secrecy.{poll.secrecy.value}")] if is_said else []


def audience_words(words: Texts, poll: Poll) -> list[str]:
    """Whom it asks; nothing where that is everybody."""
    return [] if poll.audience is Audience.EVERYBODY else [words.text(f"audience.{poll.audience.name.lower()}")]


def _left_out(words: Texts, poll: Poll) -> list[str]:
    """What the paper for children does not say: whoever is with them can read it here."""
    return [words.content(poll.about)] if is_for_children(poll) else []


def _said(words: Texts, poll: Poll) -> Iterator[tuple[str, str]]:
    background, promise = poll.background, poll.promise
    yield "weight", words.text(f"decides.{poll.decides.value}")
    for name, text in (
        ("asks", background.asks), ("decided_by", background.decided_by), ("not_asked", background.not_asked),
        ("level", background.level),
    ):  # fmt: skip
        if text:
            yield name, words.content(text)
    if promise and promise.by:
        said = words.text("poll_about.answer.by", who=words.content(promise.who), date=words.date(promise.by))
        yield "answer", said
    elif promise and promise.waived:
        yield "answer", words.content(promise.waived)
    yield "days", words.text("poll_about.days.from_to", opens=words.date(poll.opens), closes=words.date(poll.closes))
    for whom in audience_words(words, poll):
        yield "audience", whom
    yield "secrecy", words.text(f"poll_about.secrecy.{poll.secrecy.value}")
