"""The steps of counting, as plain rules: envelopes and keys in, a result out. Knows no database and no Django.

    box ──mix key──> shuffled inner envelopes ──tally key──> answers ──> result

Who holds the mix key sees trackers and no answer, who holds the tally key sees answers and no tracker: between the
two steps the envelopes are shuffled, and they have no other order or mark. That the shuffle was honest is trusted,
not proven.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sync.hub.counting.faults import CountingFault
from sync.hub.counting.rules import Counted, decide
from sync.protocol.encoding import canonical_json
from sync.protocol.envelope import InvalidBallot, open_mix_layer, open_tally_layer
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.polls.kinds import Answer, kind_of
from sync.protocol.polls.poll import Poll

RESULT_FORMAT = "mitmachstation-result-3"

UNREADABLE = "unreadable"
"""Why a ballot is invalid that nobody can open with the keys of its poll."""

Shuffle = Callable[[MutableSequence[bytes]], None]
"""Puts a list into an order nobody can foresee or find out later."""

shuffle_secretly: Shuffle = secrets.SystemRandom().shuffle


@dataclass(frozen=True)
class Box:
    """The ballots of one poll in their inner envelopes, sorted by hash: the same ballots are always the same box."""

    inner: tuple[bytes, ...]

    @classmethod
    def of(cls, inner: Sequence[bytes]) -> Box:
        """A box of these envelopes, each once, whatever order they come in."""
        return cls(tuple(sorted(set(inner), key=_hash_of)))

    @property
    def ballots(self) -> list[str]:
        """SHA-256 (hex) of every envelope, sorted; the beginning of each, in base 32, is the tracker on the receipt."""
        return [_hash_of(inner) for inner in self.inner]

    @property
    def hash(self) -> str:
        """What stands for exactly these ballots."""
        return box_hash_of(self.ballots)


@dataclass(frozen=True)
class Mixed:
    """What the mix step hands to the tally step: shuffled envelopes, and how many it could not open."""

    for_tally: tuple[bytes, ...]
    unreadable: int


@dataclass(frozen=True)
class Count:
    """The figures of a poll.

    ``answers`` are all valid answers, in the order of their canonical JSON; ``tally`` is what the poll's kind makes of
    them (``sync.protocol.polls``), ``outcome`` what follows by its rule (``rules``). ``reasons`` say why ballots are
    invalid: a word (``sync.protocol.envelope.InvalidBallot``) to their number.
    """

    total: int
    valid: int
    invalid: int
    reasons: Mapping[str, int]
    tally: Mapping[str, Any]
    outcome: Mapping[str, Any]
    answers: Sequence[Answer]


def check_countable(poll: Poll, *, ballots: int, smallest: int, today: date) -> None:
    """Raises Refused, with the reason in words, while ballots may still come or are too few to hide anybody."""
    if poll.void:
        raise Refused(CountingFault.VOID, poll=poll.id)
    if today <= poll.closes:
        raise Refused(CountingFault.OPEN, poll=poll.id, until=poll.closes.isoformat())
    if poll.takes_ballots(today):
        raise Refused(CountingFault.GRACE, poll=poll.id, until=poll.grace.isoformat())
    if ballots < smallest:
        raise Refused(CountingFault.TOO_FEW, poll=poll.id, ballots=ballots, smallest=smallest)


def open_mix(box: Box, *, poll: Poll, key: OpenKey, shuffle: Shuffle = shuffle_secretly) -> Mixed:
    """The mix holder's step: take off the first layer, then shuffle. Raises Refused for a key of another poll."""
    _check_key(key, poll.mix.kid if poll.mix else "", "mix", poll)
    opened = []
    for inner in box.inner:
        try:
            opened.append(open_mix_layer(inner, poll_id=poll.id, key=key))
        except Refused:
            continue  # no ballot of this poll; it stays in the total as invalid
    shuffle(opened)
    return Mixed(tuple(opened), unreadable=len(box.inner) - len(opened))


def open_tally(mixed: Mixed, *, poll: Poll, key: OpenKey) -> Count:
    """The tally holder's step: take off the last layer, check each answer by the poll's rules, count.

    Raises Refused for a key of another poll.
    """
    _check_key(key, poll.tally.kid if poll.tally else "", "tally", poll)
    answers = []
    reasons: Counter[str] = Counter()
    for envelope in mixed.for_tally:
        try:
            answers.append(open_tally_layer(envelope, poll=poll, key=key))
        except InvalidBallot as error:
            reasons[error.fault] += 1  # not valid; it stays in the total
        except Refused:
            reasons[UNREADABLE] += 1
    reasons[UNREADABLE] += mixed.unreadable
    return count_answers(answers, poll=poll, reasons=reasons)


def check_tellable(count: Count, *, smallest: int) -> None:
    """Raises Refused when so few ballots are valid that the result would tell who voted how."""
    if count.valid < smallest:
        raise Refused(CountingFault.TOO_FEW_VALID, valid=count.valid, smallest=smallest)


def write_result(
    count: Count, *, ballots: Sequence[str], doubles: Sequence[str], late: int, wire: Mapping[str, Any]
) -> bytes:
    """The result file: everything needed to count again. The same ballots give the same bytes; it holds no time.

    ``ballots`` are the hashes of the box, ``doubles`` those of ballots that are not counted because their code was
    spent for another, ``late`` the number of those that came too late, ``wire`` is the poll exactly as it was
    published. The file holds every choice: it is the hub's own; ``published`` makes of it what everybody may see.
    """
    result = {
        "format": RESULT_FORMAT,
        "poll": wire,
        "poll_hash": Poll.from_wire(wire).hash,
        "box_hash": box_hash_of(ballots),
        "ballots": ballots,
        "doubles": doubles,
        "late": late,
        "total": count.total,
        "valid": count.valid,
        "invalid": count.invalid,
        "reasons": count.reasons,
        "tally": count.tally,
        "outcome": count.outcome,
        "answers": list(count.answers),
    }
    return canonical_json(result) + b"\n"


def count_answers(answers: Sequence[Answer], *, poll: Poll, reasons: Mapping[str, int]) -> Count:
    """The figures that follow from the valid answers, beside the numbers of invalid ballots by their reason."""
    in_order = sorted(answers, key=canonical_json)
    invalid = sum(reasons.values())
    figures = kind_of(poll).tally(poll, in_order)
    return Count(
        total=len(answers) + invalid,
        valid=len(answers),
        invalid=invalid,
        reasons={reason: number for reason, number in sorted(reasons.items()) if number},
        tally=figures,
        outcome=decide(Counted(poll, figures, patterns_of(in_order))).to_wire(),
        answers=in_order,
    )


def patterns_of(in_order: Sequence[Answer]) -> list[tuple[Answer, int]]:
    """Each different answer with its ballots. ``in_order``: equal ones stand together."""
    return [(next(group), 1 + sum(1 for _ in group)) for _, group in groupby(in_order, key=canonical_json)]


def box_hash_of(ballots: Sequence[str]) -> str:
    """What stands for exactly these ballots, given by their sorted hashes."""
    return hashlib.sha256(canonical_json(list(ballots))).hexdigest()


def _check_key(key: OpenKey, expected: str, step: str, poll: Poll) -> None:
    if key.kid != expected:
        raise Refused(f"this is not the {step} key of the poll {poll.id}")


def _hash_of(inner: bytes) -> str:
    return hashlib.sha256(inner).hexdigest()
