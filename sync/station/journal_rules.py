"""Rules of the exchange, for the station: what is due, what agrees, what may go. Knows no files, networks or clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from sync.protocol.errors import Untrusted
from sync.protocol.messages import Acknowledgement, Head
from sync.protocol.records import Stream

KEEP_DAYS = 30
"""An acknowledged batch stays here this long, even when the hub's backup holds it (docs/protocol.md, section 6)."""

NOTHING = Head(seq=0, hash="", safe=0)
"""The head of a chain the hub has never seen."""


@dataclass(frozen=True)
class Chain:
    """One chain of batches as the station knows it.

    ``seq`` and ``hash`` of the last batch frozen, ``acked`` the last one the hub acknowledged, ``safe`` the last one
    in its verified backup. An ended chain (``current`` False) gets no new batches.
    """

    inc: str
    stream: Stream
    current: bool
    seq: int
    hash: str
    acked: int
    safe: int


class ChainVerdict(Enum):
    """What the hub's head says about one chain of ours."""

    AGREES = auto()
    """Go on after the last acknowledged batch."""
    HUB_BEHIND = auto()
    """The hub was restored from a backup: what is above its head has to be sent again."""
    DIVERGED = auto()
    """Another chain stands at the hub under our name: this station was restored or cloned. Never reuse a number."""
    BROKEN_OFF = auto()
    """The hub was restored so far back that the batch it needs next is not kept here any more."""


def compare(chain: Chain, head: Head, *, own_hash: str | None, first_kept: int) -> ChainVerdict:
    """What to do about a chain, given the hub's head of it.

    ``own_hash`` is the hash of our batch number ``head.seq``, None when that batch is not kept (any more).
    ``first_kept`` is the lowest number kept, 0 when none is.
    """
    if head.seq > chain.seq:
        # Of an ended chain the hub may well hold more: it went on without us. Nothing of ours is missing.
        return ChainVerdict.DIVERGED if chain.current else ChainVerdict.AGREES
    if own_hash is not None and own_hash != head.hash:
        return ChainVerdict.DIVERGED
    if head.seq < chain.acked:
        return ChainVerdict.HUB_BEHIND if 0 < first_kept <= head.seq + 1 else ChainVerdict.BROKEN_OFF
    return ChainVerdict.AGREES


def proven_through(chain: Chain, head: Head) -> int:
    """The last batch of a diverged chain that is certainly at the hub. All above it is sent anew."""
    if head.seq > chain.acked:
        return chain.acked
    return max(0, min(chain.safe, head.seq - 1))  # the hub was restored, and then somebody else wrote under our name


def check_acknowledgement(
    answer: Acknowledgement, *, device: str, epoch: str, inc: str, seq: int, hash_: str
) -> Acknowledgement:
    """The answer itself, when it acknowledges exactly this batch. Raises Untrusted when it is about anything else."""
    if answer.epoch != epoch:
        raise Untrusted("the acknowledgement comes from another database than the one we enrolled with")
    if (answer.device, answer.inc, answer.seq, answer.hash) != (device, inc, seq, hash_):
        raise Untrusted("the acknowledgement is for another batch")
    return answer


def due_days(
    waiting: Mapping[str, int], *, stream: Stream, today: date, together: int, forced: bool = False
) -> set[str]:
    """The days whose records go into a batch now. ``waiting`` is ISO day to the number of records in no batch.

    Reports go at once. Ballots wait until ``together`` of them are there or their day is over, so that a batch does
    not tell who voted when. Any other day than today is over: a clock that was wrong must not hold a ballot back.
    Answers wait for the end of their day, since one person may leave many; only who sends ballots one by one, for
    showing, sends them at once.
    """
    enough = sum(waiting.values()) >= together and (stream is Stream.BALLOTS or together == 1)
    if stream is Stream.REPORTS or forced or enough:
        return set(waiting)
    return {day for day in waiting if day != today.isoformat()}


def is_safe(seq: int, chain: Chain) -> bool:
    """True for a batch that is acknowledged and in the hub's verified backup. No other may ever be deleted."""
    return seq <= min(chain.acked, chain.safe)


def may_be_deleted(*, seq: int, day: str, chain: Chain, today: date) -> bool:
    """True for a batch that is safe and older than ``KEEP_DAYS``."""
    return is_safe(seq, chain) and is_old(date.fromisoformat(day), today=today)


def is_old(day: date, *, today: date) -> bool:
    """True for what was kept longer than ``KEEP_DAYS``."""
    return day < kept_since(today)


def kept_since(today: date) -> date:
    """The first day of which everything is kept."""
    return today - timedelta(days=KEEP_DAYS)
