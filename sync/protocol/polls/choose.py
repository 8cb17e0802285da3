"""Choosing from options: one (single), several (multiple), or projects of a budget by approval.

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
from sync.protocol.polls.answers import Answer, AnswerProblem, SettingFault

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll


@dataclass(frozen=True)
class Selection:
    """From ``min`` to ``max`` options are chosen; with ``min`` 0 also none of them."""

    word: str
    only_one: bool = False
    has_costs: bool = False
    has_options: bool = True

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """The limits can be kept, and every project of a budget fits into it."""
        faults = faults_of_limits(poll)
        if self.only_one and (poll.maximum != 1 or poll.minimum > 1):
            faults.append(SettingFault(("max",), f"a poll of kind {self.word} has min 0 or 1 and max 1"))
        return faults + _faults_of_costs(poll)

    def read_answer(self, value: object) -> Answer:
        """A list of texts."""
        return read_ids(value)

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Options of the poll, each once, in its order, and as many as it allows."""
        if problem := problem_of_ids(poll, answer):
            return problem
        return None if answer == choice_of(poll, answer) else AnswerProblem.WRONG_ORDER

    def longest(self, poll: Poll) -> Answer:
        """The options with the longest ids."""
        return choice_of(poll, longest_ids(poll))

    def draw(self, poll: Poll, random: Random) -> Answer:
        """As many options as it happens."""
        return choice_of(poll, draw_ids(poll, random))

    def tally(self, poll: Poll, answers: Sequence[Answer]) -> Mapping[str, Any]:
        """``counts``: option id to the ballots that chose it; ``none``: ballots that chose none of them."""
        found = Counter(option for answer in answers for option in answer)
        return {
            "counts": {option.id: found[option.id] for option in poll.options},
            "none": sum(not answer for answer in answers),
        }


SINGLE = Selection("single", only_one=True)
MULTIPLE = Selection("multiple")
BUDGET = Selection("budget", has_costs=True)


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
    if not {option.id for option in poll.options}.issuperset(answer):
        return AnswerProblem.UNKNOWN_OPTION
    return AnswerProblem.TOO_MANY if len(answer) > poll.maximum else None


def longest_ids(poll: Poll) -> list[str]:
    """As many options as may be taken, those with the longest ids."""
    by_length = sorted((option.id for option in poll.options), key=lambda one: len(canonical_json(one)), reverse=True)
    return by_length[: poll.maximum]


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


def _faults_of_costs(poll: Poll) -> list[SettingFault]:
    budget = poll.budget_euro
    return [
        SettingFault(("options", number, "cost_euro"), f"{cost} euros are more than the budget of {budget}")
        for number, cost in enumerate(option.cost_euro for option in poll.options)
        if cost is not None and budget is not None and cost > budget
    ]
