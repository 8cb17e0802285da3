"""What every kind of poll does with an answer, and why the rules of a poll do not allow one. The kinds themselves stand
beside it, all of them together in ``kinds``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

Answer = str | list[str] | dict[str, int]
"""What a person answers, as a JSON value whose meaning is its kind's alone. Nobody else sorts or changes it."""

SHARED_BY = 5
"""What fewer people share is not told one by one: it could mark a ballot, or a person."""


class AnswerProblem(Enum):
    """Why the rules of a poll do not allow an answer."""

    WRONG_SHAPE = "wrong_shape"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    UNKNOWN_OPTION = "unknown_option"
    CHOSEN_TWICE = "chosen_twice"
    WRONG_ORDER = "wrong_order"
    """Not in the order of the definition: one choice has one form, so that its order can be no secret sign."""
    TOO_MUCH_FOR_ONE = "too_much_for_one"
    """More points for one option than the poll allows."""
    NO_SUCH_VALUE = "no_such_value"
    """A number that stands nowhere on the scale, or no point on the ground."""
    TOO_DEAR = "too_dear"
    """Together more than the money there is."""


@dataclass(frozen=True)
class SettingFault:
    """What is wrong with a poll's own rules: at which member (``("options", 2, "cost_euro")``), and what, in words."""

    path: tuple[str | int, ...]
    words: str


@dataclass(frozen=True)
class Traits:
    """What the definitions of a kind's polls say besides what all polls say, and by which rules they are decided."""

    word: str
    """Its name in definitions."""
    rules: tuple[str, ...]
    """The rules that fit it, by their words in definitions; the first where a poll names none."""
    has_options: bool = True
    """Its polls name ``options`` and their ``order``."""
    has_limits: bool = True
    """Its polls name ``min`` and ``max``: of options, points or characters, as its own description says."""
    has_costs: bool = False
    """Its options cost money out of a budget (``cost_euro``, ``budget_euro``)."""
    has_cap: bool = False
    """Its polls say how much one option may be given (``cap``)."""
    has_scale: bool = False
    """Its polls name a ``scale``."""


class PollKind(Protocol):
    """How a poll is answered and counted. One object per kind, without state."""

    @property
    def traits(self) -> Traits:
        """What its definitions hold."""

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """What is wrong with the rules of the poll itself; empty when it is fit to be published."""

    def read_answer(self, value: object) -> Answer:
        """An answer from a foreign JSON value, its shape checked. Raises Refused for any other shape."""

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Why the poll's rules do not allow this answer; None when they do. The same at station and counting."""

    def longest(self, poll: Poll) -> Answer:
        """A value whose canonical JSON no allowed answer exceeds: every ballot of the poll is padded to its length.

        It need not be allowed itself.
        """

    def draw(self, poll: Poll, random: Random) -> Answer:
        """Any answer the rules allow, for rehearsals."""

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:
        """The figures that follow from these allowed answers, as a JSON object; their order makes no difference."""
