"""Yes, no or abstention on the question itself. The answer is one of three fixed words; such a poll has no options."""

# ruff: noqa: ARG002  the same for every poll

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from sync.protocol.errors import Refused
from sync.protocol.polls.answers import Answer, AnswerProblem, SettingFault, Traits

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

YES, NO, ABSTAIN = "yes", "no", "abstain"

WORDS = (YES, NO, ABSTAIN)
"""The answers, in the order of the ballot paper."""


class YesNo:
    """One of three words."""

    traits = Traits("yes_no", ("plurality",), has_options=False, has_limits=False)

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """There is nothing to set."""
        return ()

    def read_answer(self, value: object) -> Answer:
        """A text."""
        if not isinstance(value, str):
            raise Refused("the ballot holds no word")
        return value

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """One of the three words."""
        if not isinstance(answer, str):
            return AnswerProblem.WRONG_SHAPE
        return None if answer in WORDS else AnswerProblem.UNKNOWN_OPTION

    def longest(self, poll: Poll) -> Answer:
        """The longest of the three words."""
        return max(WORDS, key=len)

    def draw(self, poll: Poll, random: Random) -> Answer:
        """One of the three words."""
        return random.choice(WORDS)

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:
        """``counts``: word to ballots."""
        found = Counter(map(str, answers))
        return {"counts": {word: found[word] for word in WORDS}}


YES_NO = YesNo()
