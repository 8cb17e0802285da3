"""The kinds of polls, by the word that definitions call them by. A new kind is a module beside this and one entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sync.protocol.polls.answers import Answer, AnswerProblem, PollKind, SettingFault
from sync.protocol.polls.choose import BUDGET, MULTIPLE, SINGLE
from sync.protocol.polls.ranked import RANKED
from sync.protocol.polls.yes_no import YES_NO

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll

__all__ = ["KINDS", "Answer", "AnswerProblem", "PollKind", "SettingFault", "kind_of"]

KINDS: Mapping[str, PollKind] = {kind.word: kind for kind in (SINGLE, MULTIPLE, BUDGET, YES_NO, RANKED)}


def kind_of(poll: Poll) -> PollKind:
    """How this poll is answered and counted."""
    return KINDS[poll.kind]
