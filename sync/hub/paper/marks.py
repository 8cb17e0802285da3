"""The marks on a form as an answer of its poll: which kinds are answered on paper, and how they are read. No rows."""

from __future__ import annotations

from collections.abc import Mapping

from sync.hub.paper.faults import PaperFault
from sync.protocol.envelope import InvalidBallot, check_answer
from sync.protocol.errors import Refused
from sync.protocol.polls.choose import choice_of
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.yes_no import WORDS

CROSSES = frozenset({"single", "multiple", "budget", "knapsack"})
NUMBERS = frozenset({"ranked", "points", "budget_points", "scale"})
ONE_WORD = "yes_no"


def check_on_paper(poll: Poll) -> None:
    """Raises Refused for a poll that is not answered on paper: one with codes, or one for words or a map."""
    if poll.codes:
        raise Refused(PaperFault.WITH_CODES, poll=poll.id)
    if poll.kind not in CROSSES | NUMBERS | {ONE_WORD}:
        raise Refused(PaperFault.NOT_ON_PAPER)


def read_marks(poll: Poll, marks: Mapping[str, int]) -> Answer:
    """The answer of these marks: of each option that has one its number, 1 for a cross; of a yes-or-no poll one word.

    Raises InvalidBallot where the rules of the poll do not allow it.
    """
    answer = _read(poll, {name: number for name, number in marks.items() if number is not None})
    check_answer(poll, answer)
    return answer


def _read(poll: Poll, marks: Mapping[str, int]) -> Answer:
    if poll.kind == ONE_WORD:
        chosen = [word for word in WORDS if marks.get(word)]
        if len(chosen) != 1:
            raise InvalidBallot("wrong_shape", "exactly one of the words has to be marked")
        return chosen[0]
    if poll.kind in CROSSES:
        return choice_of(poll, [name for name, number in marks.items() if number])
    if poll.kind == "ranked":
        in_order = sorted(marks, key=lambda name: marks[name])
        if [marks[name] for name in in_order] != list(range(1, len(in_order) + 1)):
            raise InvalidBallot("wrong_order", "ranks have to be 1, 2, 3 and so on, each once")
        return in_order
    if poll.kind == "scale":
        return dict(marks)
    return {name: number for name, number in marks.items() if number}
