"""What every kind of ballot paper does, and what is written on all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kiosk.texts import Texts
from kiosk.viewmodel.intents import Intent, LeaveOption, TakeOption
from kiosk.viewmodel.views import Choice, Illustration, Line, OptionQuestion, VotePlaceView, VoteTextView, VoteView
from sync.protocol.polls.background import Audience
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Option, Poll


@dataclass(frozen=True)
class Ground:
    """The map that a place is shown on: the content's sketch, and the box of the district to show first."""

    sketch: Mapping[str, Any] | None
    focus: tuple[float, float, float, float]


@dataclass(frozen=True)
class BallotPaper:
    """One person's ballot paper: the poll, the order in which its options are shown, and the answer so far."""

    poll: Poll
    order: Sequence[str]
    answer: Answer
    words: Texts
    ground: Ground | None = None
    told: frozenset[str] = frozenset()
    """The options to which something was said, be it no."""


@dataclass(frozen=True)
class OneOption:
    """One option alone: what is asked of it, in words, and what can be said."""

    asks: OptionQuestion
    question: str
    answers: Sequence[Choice]
    counted: str = ""
    """What it has now, or all have."""


def is_for_children(poll: Poll) -> bool:
    """Its paper is one of pictures and few words."""
    return poll.audience is Audience.CHILDREN


def about_of(words: Texts, option: Option, poll: Poll) -> str:
    """What is said of an option below its title."""
    return "" if is_for_children(poll) else words.content(option.about)


def picture_of(words: Texts, option: Option) -> Illustration | None:
    """The picture of an option, where it has one."""
    return Illustration(option.picture.file, words.content(option.picture.shows)) if option.picture else None


class BallotForm(Protocol):
    """One kind of ballot paper. One object per kind, without state. An answer that is not begun is an empty one."""

    @property
    def pictogram(self) -> str:
        """Stands for its polls in the list of polls."""

    @property
    def counts(self) -> str:
        """What its answers are made of, in the ids of what people are told: ``answers``, ``points``, ``ratings`` ..."""

    @property
    def empty(self) -> Answer:
        """The answer that is not begun."""

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:
        """The answer once the person has done this; None while there is none.

        Raises VoteRefused when the rules do not allow it, KeyError for what does not stand on the paper.
        """

    def rule(self, words: Texts, poll: Poll) -> str:
        """What the poll's own rules allow, in plain words."""

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VoteView | VoteTextView | VotePlaceView:
        """What is shown to answer it; ``common`` are the members of a ``VoteView`` that are the same for every kind."""

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:
        """The same answer given option by option: what this one is asked; None where there are no options."""

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """The answer once more before it is cast, a line for each part of it."""

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:
        """What the rules would still allow, said before the ballot is cast; empty where nothing is left."""


def count_rule(words: Texts, poll: Poll, noun: str) -> str:
    """How many of its options may be taken, in one sentence. ``noun``: what they are called."""
    minimum, maximum = poll.minimum, min(poll.maximum, len(poll.options))
    if minimum == 0:
        return words.plural(f"vote.rule.up_to.{noun}", maximum)
    if minimum == maximum:
        return words.plural(f"vote.rule.exactly.{noun}", maximum)
    return words.text(f"vote.rule.range.{noun}", minimum=minimum, maximum=maximum)


def count_words(words: Texts, number: int) -> str:
    """How many are taken now."""
    return words.plural("vote.counted", number) if number else words.text("vote.counted.nothing")


def unused_choices(words: Texts, poll: Poll, answer: Answer) -> str:
    """How many options more could be taken; nothing where one alone may be, or all that may be are."""
    left = min(poll.maximum, len(poll.options)) - len(answer)
    return words.text("vote_review.unused.choices", number=left) if left > 0 and poll.maximum > 1 else ""


def yes_and_no(paper: BallotPaper, option: Option, *, is_in: bool) -> Sequence[Choice]:
    """Yes, and no: neither is chosen before something was said."""
    words, told = paper.words, option.id in paper.told
    return (
        Choice(TakeOption(option.id), words.text("vote.guided.yes"), chosen=is_in, picture=picture_of(words, option)),
        Choice(LeaveOption(option.id), words.text("vote.guided.no"), chosen=told and not is_in),
    )


def joined(words: Texts, *sentences: str) -> str:
    """Sentences one after the other; in Leichte Sprache each begins a line (R83)."""
    return ("\n" if words.language.code == "de-leicht" else " ").join(sentence for sentence in sentences if sentence)


def none_of_these(words: Texts, noun: str) -> Line:
    """The line of an answer that takes none of the options. ``noun``: what they are called."""
    return Line(words.text("vote_review.choice"), words.text(f"vote_review.nothing.{noun}"), "check")


def money_words(words: Texts, poll: Poll, answer: Answer) -> str:
    """What the chosen options cost of the money there is, and what is left or that it is too much; empty where nothing
    is chosen, or no money is at stake."""
    if not answer or poll.budget_euro is None:
        return ""
    total = sum(poll.option(option).cost_euro or 0 for option in answer)
    left = poll.budget_euro - total
    amounts = {"sum": total, "budget": poll.budget_euro, "left": max(left, 0)}
    said = {name: words.text("money.euro", amount=words.number(euro)) for name, euro in amounts.items()}
    return words.text("vote.money.left" if left >= 0 else "vote.money.over", **said)


def cost_words(words: Texts, option: Option) -> str:
    """What an option costs; empty where nothing is said about it."""
    return "" if option.cost_euro is None else euro_words(words, option.cost_euro)


def euro_words(words: Texts, euro: int | None) -> str:
    """An amount of money."""
    return words.text("money.euro", amount=words.number(euro or 0))


def title_and_cost(words: Texts, option: Option) -> str:
    """An option by its title and, where it has one, its cost."""
    title, cost = words.content(option.title), cost_words(words, option)
    return words.text("vote_review.with_cost", option=title, cost=cost) if cost else title
