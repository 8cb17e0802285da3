"""Rules of voting: checking and casting a ballot. Knows nothing of screens, files or networks, nor of who votes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from random import Random
from typing import Protocol

from kiosk.session.session import Sealed
from sync.protocol.envelope import seal_ballot, seal_inner
from sync.protocol.keys import SealKey
from sync.protocol.polls.background import Secrecy
from sync.protocol.polls.kinds import Answer, AnswerProblem, kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Record
from sync.station.outbox import AlreadySpent, NotStored


class Outbox(Protocol):
    """Where a sealed record is made durable: ``sync.station.outbox.Outbox``."""

    def put(self, record: Record, *, spent: str = "", is_again: bool = False, counted_here: bytes = b"") -> None:
        """Save, with the mark of the code; on disk when this returns. Raises NotStored or AlreadySpent.

        ``counted_here``: the inner envelope, where the ballot is counted at this station, too.

        ``is_again``: this very record was tried before, and whether it is here is decided by itself.
        """


class VoteProblem(Enum):
    """Why a ballot was not cast, or an answer not changed."""

    CLOSED = "closed"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    TOO_MUCH_FOR_ONE = "too_much_for_one"
    TOO_DEAR = "too_dear"
    NO_CODE = "no_code"
    CODE_USED = "code_used"
    NOT_STORED = "not_stored"


class VoteRefused(Exception):  # noqa: N818  what the person is told
    """The ballot is not cast. ``sealed`` is there when only storing failed: casting again takes the same record.

    Should the disk have kept it after all, the same record is then still one vote.
    """

    def __init__(self, reason: VoteProblem, *, sealed: Sealed | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sealed = sealed


@dataclass(frozen=True)
class VoteReceipt:
    """The ballot is on disk. ``tracker`` is its public name, 20 base 32 characters."""

    tracker: str


_TOO_MUCH = {
    AnswerProblem.TOO_MANY: VoteProblem.TOO_MANY,
    AnswerProblem.TOO_MUCH_FOR_ONE: VoteProblem.TOO_MUCH_FOR_ONE,
    AnswerProblem.TOO_DEAR: VoteProblem.TOO_DEAR,
}


def check_ballot(poll: Poll, answer: Answer, *, today: date) -> None:
    """Raises VoteRefused when this answer cannot be cast today."""
    if not poll.is_open(today):
        raise VoteRefused(VoteProblem.CLOSED)
    problem = kind_of(poll).check(poll, answer)
    if problem is not None:
        raise VoteRefused(_TOO_MUCH.get(problem, VoteProblem.TOO_FEW))


def may_be_cast(poll: Poll, answer: Answer) -> bool:
    """True when the answer is one that the poll's own rules allow, whatever day it is."""
    return kind_of(poll).check(poll, answer) is None


def cast_vote(
    poll: Poll,
    answer: Answer,
    *,
    seal_key: SealKey,
    outbox: Outbox,
    today: date,
    mark: str = "",
    sealed: Sealed | None = None,
) -> VoteReceipt:
    """Seal the ballot and store it, once. When this returns, it is on disk and will be counted.

    ``mark`` is that of the participation code where the poll takes codes; ``sealed`` is what an earlier try of exactly
    this answer and this code left behind. Raises VoteRefused when the ballot is not valid or not stored, and
    sync.protocol.errors.Refused for a poll that lacks its counting keys.
    """
    check_ballot(poll, answer, today=today)
    if poll.codes and not mark:
        raise VoteRefused(VoteProblem.NO_CODE)
    is_again = sealed is not None
    if sealed is None:
        inner = seal_inner(poll, answer)
        record, tracker = seal_ballot(poll, answer, key=seal_key, spent=mark, inner=inner)
        sealed = Sealed(record, tracker, inner=inner if poll.secrecy is Secrecy.ON_THE_SPOT else b"")
    try:
        outbox.put(sealed.record, spent=mark, is_again=is_again, counted_here=sealed.inner)
    except AlreadySpent as error:
        raise VoteRefused(VoteProblem.CODE_USED) from error
    except NotStored as error:
        raise VoteRefused(VoteProblem.NOT_STORED, sealed=sealed) from error
    return VoteReceipt(sealed.code)


def option_order(poll: Poll, *, random: Random) -> tuple[str, ...]:
    """The ids of the options in the order to show them: as published, or shuffled where the poll asks for it."""
    ids = [option.id for option in poll.options]
    return tuple(random.sample(ids, len(ids)) if poll.random_order else ids)
