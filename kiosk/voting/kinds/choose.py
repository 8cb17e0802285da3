"""Ballot papers on which options are ticked: one, several, or projects of a budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.texts import Texts
from kiosk.viewmodel.intents import Choose, Intent, LeaveOption, TakeOption
from kiosk.viewmodel.views import Choice, Line, OptionQuestion, VoteView
from kiosk.voting.kinds.paper import (
    BallotPaper,
    OneOption,
    about_of,
    cost_words,
    count_rule,
    count_words,
    euro_words,
    is_for_children,
    joined,
    money_words,
    none_of_these,
    picture_of,
    title_and_cost,
    unused_choices,
    yes_and_no,
)
from kiosk.voting.rules import VoteProblem, VoteRefused
from sync.protocol.polls.choose import KNAPSACK, choice_of, cost_of
from sync.protocol.polls.kinds import Answer, AnswerProblem, kind_of
from sync.protocol.polls.poll import Option, Poll


@dataclass(frozen=True)
class ChooseForm:
    """Touching an option ticks it, touching it again takes the tick back. ``noun``: what the options are called."""

    pictogram: str
    noun: str
    counts = "answers"

    @property
    def empty(self) -> Answer:
        """Nothing is ticked."""
        return []

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:
        """Ticked, or no longer.

        Where only one may be chosen, the new one takes the place of the other. Otherwise nothing is taken back that
        the person did not touch (R70).
        """
        if not isinstance(intent, Choose | TakeOption | LeaveOption):
            raise KeyError(intent)
        option, chosen = poll.option(intent.option).id, list(answer or ())
        if isinstance(intent, LeaveOption) or (isinstance(intent, Choose) and option in chosen):
            return [other for other in chosen if other != option]
        if option in chosen:
            return chosen
        if poll.maximum == 1:
            return [option]
        if len(chosen) >= poll.maximum:
            raise VoteRefused(VoteProblem.TOO_MANY)
        more = choice_of(poll, [*chosen, option])
        if kind_of(poll).check(poll, more) is AnswerProblem.TOO_DEAR:
            raise VoteRefused(VoteProblem.TOO_DEAR)
        return more

    def rule(self, words: Texts, poll: Poll) -> str:
        """How many, and where each person fills the knapsack, for how much money."""
        money = (
            words.text("vote.rule.knapsack", budget=euro_words(words, poll.budget_euro)) if is_knapsack(poll) else ""
        )
        return joined(words, count_rule(words, poll, self.noun), money)

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VoteView:
        """The options with their ticks."""
        poll, words = paper.poll, paper.words
        return VoteView(
            **common,
            counted=money_words(words, poll, paper.answer) or _counted(words, paper),
            money=(cost_of(poll, list(paper.answer)), poll.budget_euro or 0),
            options=tuple(
                Choice(
                    Choose(option.id),
                    words.content(option.title),
                    about_of(words, option, poll),
                    note=cost_words(words, option),
                    chosen=option.id in paper.answer,
                    picture=picture_of(words, option),
                )
                for option in map(poll.option, paper.order)
            ),
            single=poll.maximum == 1,
            in_pictures=is_for_children(poll) and all(option.picture for option in poll.options),
        )

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:
        """Yes or no."""
        return OneOption(
            OptionQuestion.YES_NO,
            paper.words.text("vote.guided.ask"),
            yes_and_no(paper, option, is_in=option.id in paper.answer),
            money_words(paper.words, paper.poll, paper.answer) or _counted(paper.words, paper),
        )

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """What is ticked, in the order in which it was shown."""
        words, label = paper.words, paper.words.text("vote_review.choice")
        chosen = [paper.poll.option(option) for option in paper.order if option in paper.answer]
        if not chosen:
            return [none_of_these(words, self.noun)]
        money = money_words(words, paper.poll, paper.answer)
        total = [Line(words.text("vote_review.money"), money)] if money else []
        return [*(Line(label, title_and_cost(words, option), "check") for option in chosen), *total]

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:
        """How many more could be ticked, as long as the money is enough for one of them."""
        rest = [option.id for option in poll.options if option.id not in answer]
        if is_knapsack(poll) and not any(_fits(poll, choice_of(poll, [*answer, one])) for one in rest):
            return ""
        return unused_choices(words, poll, answer)


def _counted(words: Texts, paper: BallotPaper) -> str:
    return count_words(words, len(paper.answer)) if paper.poll.maximum > 1 else ""


def is_knapsack(poll: Poll) -> bool:
    """True where nobody may choose for more money than there is."""
    return poll.kind == KNAPSACK.traits.word


def _fits(poll: Poll, answer: Answer) -> bool:
    return kind_of(poll).check(poll, answer) is not AnswerProblem.TOO_DEAR


CHOOSE = ChooseForm("vote", "answers")
BUDGET = ChooseForm("budget", "projects")
