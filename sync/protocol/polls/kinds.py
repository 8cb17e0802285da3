"""The kinds of polls, by the word that definitions call them by. A new kind is a module beside this and one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sync.protocol.polls.answers import Answer, AnswerProblem, PollKind, SettingFault, Traits
from sync.protocol.polls.choose import BUDGET, KNAPSACK, MULTIPLE, SINGLE
from sync.protocol.polls.place import PLACE
from sync.protocol.polls.points import BUDGET_POINTS, POINTS
from sync.protocol.polls.ranked import RANKED
from sync.protocol.polls.scale import SCALE
from sync.protocol.polls.text import TEXT
from sync.protocol.polls.yes_no import YES_NO

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

__all__ = ["KINDS", "Answer", "AnswerProblem", "PollKind", "SettingFault", "Traits", "kind_of"]

_ALL: Sequence[PollKind] = (
    SINGLE, MULTIPLE, YES_NO, RANKED, POINTS, SCALE, TEXT, PLACE, BUDGET, BUDGET_POINTS, KNAPSACK,
)  # fmt: skip

KINDS: Mapping[str, PollKind] = {kind.traits.word: kind for kind in _ALL}


def kind_of(poll: Poll) -> PollKind:
    """How this poll is answered and counted."""
    return KINDS[poll.kind]
