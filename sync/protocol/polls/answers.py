"""What every kind of poll does with an answer, and why the rules of a poll do not allow one. The kinds themselves stand
beside it, all of them together in ``kinds``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

Answer = str | list[str]
"""What a person answers, as a JSON value whose meaning is its kind's alone. Nobody else sorts or changes it."""


class AnswerProblem(Enum):
    """Why the rules of a poll do not allow an answer."""

    WRONG_SHAPE = "wrong_shape"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    UNKNOWN_OPTION = "unknown_option"
    CHOSEN_TWICE = "chosen_twice"
    WRONG_ORDER = "wrong_order"
    """Not in the order of the definition: one choice has one form, so that its order can be no secret sign."""


@dataclass(frozen=True)
class SettingFault:
    """What is wrong with a poll's own rules: at which member (``("options", 2, "cost_euro")``), and what, in words."""

    path: tuple[str | int, ...]
    words: str


class PollKind(Protocol):
    """How a poll is answered and counted. One object per kind, without state."""

    @property
    def word(self) -> str:
        """Its name in definitions."""

    @property
    def has_options(self) -> bool:
        """True when its polls name options and how many of them may be taken; otherwise the answers are fixed words."""

    @property
    def has_costs(self) -> bool:
        """True when its options cost money out of a budget."""

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """What is wrong with the rules of the poll itself; empty when it is fit to be published."""

    def read_answer(self, value: object) -> Answer:
        """An answer from a foreign JSON value, its shape checked. Raises Refused for any other shape."""

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Why the poll's rules do not allow this answer; None when they do. The same at station and counting."""

    def longest(self, poll: Poll) -> Answer:
        """The answer with the longest canonical JSON: every ballot of the poll is padded to its length."""

    def draw(self, poll: Poll, random: Random) -> Answer:
        """Any answer the rules allow, for rehearsals."""

    def tally(self, poll: Poll, answers: Sequence[Answer]) -> Mapping[str, Any]:
        """The figures that follow from these allowed answers, as a JSON object; their order makes no difference."""
