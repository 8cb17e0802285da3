"""Choosing from options: one (single), several (multiple), or projects of a budget, by approval or within its money.

The answer holds the ids of the chosen options in the order of the definition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.polls.answers import Answer, AnswerProblem, SettingFault, Traits

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll


@dataclass(frozen=True)
class Selection:
    """From ``min`` to ``max`` options are chosen; with ``min`` 0 also none of them."""

    traits: Traits
    only_one: bool = False
    is_within_budget: bool = False
    """The chosen projects together cost no more than there is: each person fills the knapsack themselves."""

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """The limits can be kept, and every project of a budget fits into it."""
        faults = faults_of_limits(poll)
        if self.only_one and (poll.maximum != 1 or poll.minimum > 1):
            faults.append(SettingFault(("max",), f"a poll of kind {self.traits.word} has min 0 or 1 and max 1"))
        if self.is_within_budget and cost_of(poll, cheapest_ids(poll)[: poll.minimum]) > (poll.budget_euro or 0):
            faults.append(SettingFault(("min",), f"the budget is not enough for {poll.minimum} options"))
        return faults + faults_of_costs(poll)

    def read_answer(self, value: object) -> Answer:
        """A list of texts."""
        return read_ids(value)

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Options of the poll, each once, in its order, and as many as it allows."""
        if problem := problem_of_ids(poll, answer):
            return problem
        if answer != choice_of(poll, answer):
            return AnswerProblem.WRONG_ORDER
        is_too_dear = self.is_within_budget and cost_of(poll, answer) > (poll.budget_euro or 0)
        return AnswerProblem.TOO_DEAR if is_too_dear else None

    def longest(self, poll: Poll) -> Answer:
        """The options with the longest ids."""
        return choice_of(poll, longest_ids(poll))

    def draw(self, poll: Poll, random: Random) -> Answer:
        """As many options as it happens, and as the money is enough for."""
        chosen = draw_ids(poll, random)
        while self.check(poll, choice_of(poll, chosen)) is AnswerProblem.TOO_DEAR:
            chosen = sorted(chosen, key=lambda option: cost_of(poll, [option]))[:-1]
        if len(chosen) < poll.minimum:
            chosen = cheapest_ids(poll)[: poll.minimum]
        return choice_of(poll, chosen)

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:
        """``counts``: option id to the ballots that chose it; ``none``: ballots that chose none of them."""
        found = Counter(option for answer in answers for option in answer)
        return {
            "counts": {option.id: found[option.id] for option in poll.options},
            "none": sum(not answer for answer in answers),
        }


BUDGET_RULES = ("greedy", "greedy_no_skip", "greedy_threshold", "equal_shares")

SINGLE = Selection(Traits("single", ("plurality",)), only_one=True)
MULTIPLE = Selection(Traits("multiple", ("approval",)))
BUDGET = Selection(Traits("budget", BUDGET_RULES, has_costs=True))
KNAPSACK = Selection(Traits("knapsack", BUDGET_RULES, has_costs=True), is_within_budget=True)


def cost_of(poll: Poll, chosen: Collection[str]) -> int:
    """What these options cost together, in euros."""
    return sum(option.cost_euro or 0 for option in poll.options if option.id in chosen)


def cheapest_ids(poll: Poll) -> list[str]:
    """The options, the cheapest first."""
    return [option.id for option in sorted(poll.options, key=lambda option: option.cost_euro or 0)]


def choice_of(poll: Poll, chosen: Collection[str]) -> list[str]:
    """The answer that chooses these options, whatever order they come in."""
    return [option.id for option in poll.options if option.id in chosen]


def read_ids(value: object) -> list[str]:
    """A list of texts. Raises Refused for anything else."""
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise Refused("the ballot holds no list of options")
    return value


def problem_of_ids(poll: Poll, answer: object) -> AnswerProblem | None:
    """Why these are not between ``min`` and ``max`` different options of the poll; None when they are."""
    if not isinstance(answer, list) or not all(isinstance(entry, str) for entry in answer):
        return AnswerProblem.WRONG_SHAPE
    if len(answer) < poll.minimum:
        return AnswerProblem.TOO_FEW
    if len(set(answer)) != len(answer):
        return AnswerProblem.CHOSEN_TWICE
    if not poll.option_ids.issuperset(answer):
        return AnswerProblem.UNKNOWN_OPTION
    return AnswerProblem.TOO_MANY if len(answer) > poll.maximum else None


def longest_ids(poll: Poll) -> list[str]:
    """As many options as may be taken, those with the longest ids."""
    return by_length_of_id(poll)[: poll.maximum]


def by_length_of_id(poll: Poll) -> list[str]:
    """The options, those with the longest ids first."""
    return sorted((option.id for option in poll.options), key=lambda one: len(canonical_json(one)), reverse=True)


def draw_ids(poll: Poll, random: Random) -> list[str]:
    """Some of the options, as many as the poll allows, in any order."""
    ids = [option.id for option in poll.options]
    return random.sample(ids, random.randint(poll.minimum, min(poll.maximum, len(ids))))


def faults_of_limits(poll: Poll) -> list[SettingFault]:
    """Where ``min`` and ``max`` cannot be kept."""
    faults = []
    if poll.minimum > poll.maximum:
        faults.append(SettingFault(("min",), f"min is {poll.minimum}, more than max, which is {poll.maximum}"))
    if poll.maximum > len(poll.options):
        words = f"max is {poll.maximum}, but there are only {len(poll.options)} options"
        faults.append(SettingFault(("max",), words))
    return faults


def faults_of_costs(poll: Poll) -> list[SettingFault]:
    """Where a project costs more than there is."""
    budget = poll.budget_euro
    return [
        SettingFault(("options", number, "cost_euro"), f"{cost} euros are more than the budget of {budget}")
        for number, cost in enumerate(option.cost_euro for option in poll.options)
        if cost is not None and budget is not None and cost > budget
    ]
