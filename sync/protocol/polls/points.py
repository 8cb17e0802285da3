"""Sharing points between options, or between the projects of a budget.

``max`` is the number of points a person has, ``min`` how many of them at least are given, ``cap`` how many one option
may get. The answer holds the points of each option that got some, by its id.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from sync.protocol.polls.answers import Answer, AnswerProblem, SettingFault, Traits
from sync.protocol.polls.choose import BUDGET_RULES, by_length_of_id, faults_of_costs
from sync.protocol.polls.values import problem_of_shape, read_values, spread, sums_of

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll


@dataclass(frozen=True)
class Points:
    """Points for options, no more than there are, and no more than ``cap`` for one."""

    traits: Traits

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """The points can be given away, and every project of a budget fits into it."""
        faults = []
        if poll.maximum < 2:
            faults.append(SettingFault(("max",), f"a poll of kind {self.traits.word} has at least 2 points"))
        if poll.cap > poll.maximum:
            faults.append(SettingFault(("cap",), f"cap is {poll.cap}, more than the {poll.maximum} points there are"))
        if poll.minimum > poll.maximum:
            faults.append(SettingFault(("min",), f"min is {poll.minimum}, more than max, which is {poll.maximum}"))
        if poll.cap * len(poll.options) < poll.maximum:
            words = f"max is {poll.maximum}, but with a cap of {poll.cap} only {poll.cap * len(poll.options)} find room"
            faults.append(SettingFault(("max",), words))
        return faults + faults_of_costs(poll)

    def read_answer(self, value: object) -> Answer:
        """Texts with whole numbers."""
        return read_values(value)

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Options of the poll, each with at least 1 point and no more than its cap, together no more than there are."""
        if not isinstance(answer, dict):
            return AnswerProblem.WRONG_SHAPE
        if problem := problem_of_shape(poll, answer):
            return problem
        if any(value < 1 for value in answer.values()):
            return AnswerProblem.NO_SUCH_VALUE
        if any(value > poll.cap for value in answer.values()):
            return AnswerProblem.TOO_MUCH_FOR_ONE
        given = sum(answer.values())
        if given < poll.minimum:
            return AnswerProblem.TOO_FEW
        return AnswerProblem.TOO_MANY if given > poll.maximum else None

    def longest(self, poll: Poll) -> Answer:
        """As many options as there are points, those with the longest ids, each with the most points."""
        return dict.fromkeys(by_length_of_id(poll)[: poll.maximum], poll.cap)

    def draw(self, poll: Poll, random: Random) -> Answer:
        """Point by point to an option that still has room."""
        given: dict[str, int] = {}
        for _ in range(random.randint(poll.minimum, poll.maximum)):
            room = [option.id for option in poll.options if given.get(option.id, 0) < poll.cap]
            option = random.choice(room)
            given[option] = given.get(option, 0) + 1
        return given

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:
        """``points`` of each option, ``supporters``: ballots that gave it some, ``none``: ballots that gave none,
        ``values``: option to points to the ballots that gave it so many."""
        values = spread(poll, answers)
        return {
            "points": sums_of(values),
            "supporters": {option: sum(of.values()) for option, of in values.items()},
            "values": values,
            "none": sum(not answer for answer in answers),
        }


POINTS = Points(Traits("points", ("sum",), has_cap=True))
BUDGET_POINTS = Points(Traits("budget_points", BUDGET_RULES, has_costs=True, has_cap=True))
