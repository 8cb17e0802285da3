"""An answer in the person's own words, of ``min`` to ``max`` characters; such a poll has no options."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from sync.protocol.errors import Refused
from sync.protocol.plain_text import unfit_character
from sync.protocol.polls.answers import Answer, AnswerProblem, SettingFault, Traits

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

COLLECTED = "collected"
"""The rule by which nothing is decided: the answers are read, not added up."""

MOST_CHARACTERS = 1000
"""The longest text a poll may ask for: every ballot of it is as long as the longest."""


class FreeText:
    """Free words. Nothing of them is told by the figures: each text is its writer's alone."""

    traits = Traits("text", (COLLECTED,), has_options=False)

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """The limits can be kept."""
        faults = []
        if poll.minimum > poll.maximum:
            faults.append(SettingFault(("min",), f"min is {poll.minimum}, more than max, which is {poll.maximum}"))
        if poll.maximum > MOST_CHARACTERS:
            faults.append(SettingFault(("max",), f"a text has at most {MOST_CHARACTERS} characters"))
        return faults

    def read_answer(self, value: object) -> Answer:
        """A text."""
        if not isinstance(value, str):
            raise Refused("the ballot holds no text")
        return value

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Words without characters that no screen can show, and as long as the poll asks for."""
        if not isinstance(answer, str) or unfit_character(answer, lines=True):
            return AnswerProblem.WRONG_SHAPE
        if len(answer.strip()) < poll.minimum:
            return AnswerProblem.TOO_FEW
        return AnswerProblem.TOO_MANY if len(answer) > poll.maximum else None

    def longest(self, poll: Poll) -> Answer:
        """Every character one of four bytes; none takes more."""
        return "\U0001f600" * poll.maximum

    def draw(self, poll: Poll, random: Random) -> Answer:
        """Any letters."""
        return "".join(random.choices("abcdefgh", k=random.randint(poll.minimum, poll.maximum)))

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:  # noqa: ARG002  the same for every poll
        """``texts``: ballots with words; ``none``: ballots without."""
        with_words = sum(bool(str(answer).strip()) for answer in answers)
        return {"texts": with_words, "none": len(answers) - with_words}


TEXT = FreeText()
