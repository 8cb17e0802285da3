"""Rating options on a scale: five faces (1 to 5), or the numbers from 0 to 10.

The answer holds the number of each option that was rated, by its id; an option without one is an abstention on it.
From ``min`` to ``max`` options are rated, and ``max`` is all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from sync.protocol.polls.answers import Answer, AnswerProblem, SettingFault, Traits
from sync.protocol.polls.choose import draw_ids, faults_of_limits
from sync.protocol.polls.values import problem_of_shape, read_values, spread, sums_of

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

SCALES: Mapping[str, range] = {"faces": range(1, 6), "numbers": range(11)}
"""The scales, by their words in definitions, with the numbers that stand on them. The last is the most of it."""

LEAST_RESISTANCE = "least_resistance"
"""The rule by which the numbers say how much a person is against an option, not how good they find it."""


class Scale:
    """A number for each option."""

    traits = Traits("scale", ("mean", "median", "sum", LEAST_RESISTANCE), has_scale=True)

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """Every option can be rated; resistance needs numbers."""
        faults = faults_of_limits(poll)
        if not faults and poll.maximum != len(poll.options):
            words = f"max is {poll.maximum}, but all {len(poll.options)} options can be rated"
            faults.append(SettingFault(("max",), words))
        if poll.rule == LEAST_RESISTANCE and poll.scale != "numbers":
            faults.append(SettingFault(("scale",), "resistance is told in numbers from 0 to 10, not in faces"))
        return faults

    def read_answer(self, value: object) -> Answer:
        """Texts with whole numbers."""
        return read_values(value)

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Options of the poll, each with a number of its scale, and as many as it asks for."""
        if not isinstance(answer, dict):
            return AnswerProblem.WRONG_SHAPE
        if problem := problem_of_shape(poll, answer):
            return problem
        if not all(value in SCALES[poll.scale] for value in answer.values()):
            return AnswerProblem.NO_SUCH_VALUE
        if len(answer) < poll.minimum:
            return AnswerProblem.TOO_FEW
        return AnswerProblem.TOO_MANY if len(answer) > poll.maximum else None

    def longest(self, poll: Poll) -> Answer:
        """All options, each with the number of most digits."""
        return {option.id: SCALES[poll.scale][-1] for option in poll.options}

    def draw(self, poll: Poll, random: Random) -> Answer:
        """As many options as it happens, each with any number."""
        return {option: random.choice(SCALES[poll.scale]) for option in draw_ids(poll, random)}

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:
        """``values``: option to number to the ballots that gave it; ``points``: the sum of an option's numbers;
        ``none``: ballots that rate nothing."""
        values = spread(poll, answers)
        return {"points": sums_of(values), "values": values, "none": sum(not answer for answer in answers)}


SCALE = Scale()
