"""Answers that give options a whole number each: their form, and how often each number was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from sync.protocol.errors import Refused
from sync.protocol.polls.answers import Answer, AnswerProblem

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll


def read_values(value: object) -> dict[str, int]:
    """Texts with whole numbers. Raises Refused for anything else."""
    if not isinstance(value, dict) or not _are_whole(value.values()):
        raise Refused("the ballot holds no numbers for options")
    return value


def problem_of_shape(poll: Poll, answer: Mapping[str, object]) -> AnswerProblem | None:
    """Why these are no whole numbers for options of the poll; None when they are."""
    if not _are_whole(answer.values()):
        return AnswerProblem.WRONG_SHAPE
    return None if poll.option_ids.issuperset(answer) else AnswerProblem.UNKNOWN_OPTION


def spread(poll: Poll, answers: Collection[Answer]) -> dict[str, dict[str, int]]:
    """Option to number (as a text, smallest first) to the ballots that gave it; only numbers that were given."""
    found: dict[str, Counter[int]] = {option.id: Counter() for option in poll.options}
    for answer in answers:
        if isinstance(answer, dict):
            for option, value in answer.items():
                found[option][value] += 1
    return {option: {str(value): of[value] for value in sorted(of)} for option, of in found.items()}


def sums_of(values: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Option to the sum of all numbers that were given to it."""
    return {option: sum(int(number) * ballots for number, ballots in of.items()) for option, of in values.items()}


def _are_whole(values: Iterable[object]) -> bool:
    return all(type(value) is int for value in values)
