"""A pin on the map. The answer holds ``latitude`` and ``longitude`` in hundred thousandths of a degree (about a metre,
WGS 84), as whole numbers; such a poll has no options.
"""

# ruff: noqa: ARG002  the same for every poll

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from sync.protocol.polls.answers import SHARED_BY, Answer, AnswerProblem, SettingFault, Traits
from sync.protocol.polls.text import COLLECTED
from sync.protocol.polls.values import read_values

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

LATITUDE, LONGITUDE = "latitude", "longitude"

PARTS_OF_A_DEGREE = 100_000

CELL = {LATITUDE: 200, LONGITUDE: 300}
"""The size of the cells in which pins are counted: some 220 by 200 metres in Rostock."""

_MOST = {LATITUDE: 90 * PARTS_OF_A_DEGREE, LONGITUDE: 180 * PARTS_OF_A_DEGREE}


class Place:
    """One point on the ground."""

    traits = Traits("place", (COLLECTED,), has_options=False, has_limits=False)

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """There is nothing to set."""
        return ()

    def read_answer(self, value: object) -> Answer:
        """Texts with whole numbers."""
        return read_values(value)

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Both numbers, and a point on the earth."""
        if not isinstance(answer, dict) or any(type(value) is not int for value in answer.values()):
            return AnswerProblem.WRONG_SHAPE
        if set(answer) != set(_MOST):
            return AnswerProblem.UNKNOWN_OPTION if set(answer) - set(_MOST) else AnswerProblem.TOO_FEW
        is_there = all(abs(answer[name]) <= most for name, most in _MOST.items())
        return None if is_there else AnswerProblem.NO_SUCH_VALUE

    def longest(self, poll: Poll) -> Answer:
        """Far in the south-west."""
        return {name: -most for name, most in _MOST.items()}

    def draw(self, poll: Poll, random: Random) -> Answer:
        """Anywhere."""
        return {name: random.randint(-most, most) for name, most in _MOST.items()}

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:
        """``cells``: the south-western corner of a cell (``latitude,longitude``) to its pins, where at least five
        people meant it; ``scattered``: pins in all other cells."""
        found = Counter(_cell_of(answer) for answer in answers if isinstance(answer, dict))
        cells = {cell: pins for cell, pins in sorted(found.items()) if pins >= SHARED_BY}
        return {"cells": cells, "scattered": len(answers) - sum(cells.values())}


PLACE = Place()


def _cell_of(answer: Mapping[str, int]) -> str:
    return ",".join(str(answer[name] // size * size) for name, size in CELL.items())
