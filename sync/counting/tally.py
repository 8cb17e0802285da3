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
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import repeat
from typing import Any, Protocol

from sync.counting.envelopes import StoredEnvelopes
from sync.counting.faults import CountingFault
from sync.counting.patterns import Patterns, Repeated
from sync.counting.rules import Counted, decide
from sync.protocol.encoding import canonical_json, list_pieces, object_pieces
from sync.protocol.envelope import InvalidBallot, open_mix_layer, open_tally_layer
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.polls.kinds import Answer, kind_of
from sync.protocol.polls.poll import Poll

RESULT_FORMAT = "mitmachstation-result-3"

UNREADABLE = "unreadable"
"""Why a ballot is invalid that nobody can open with the keys of its poll."""

Shuffle = Callable[[MutableSequence[Any]], None]
"""Puts a list into an order nobody can foresee or find out later."""

shuffle_secretly: Shuffle = secrets.SystemRandom().shuffle


class BallotHashes(Protocol):
    """Hashes of ballots, sorted, read from where they lie as often as they are gone through."""

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Box:
    """The ballots of one poll in their inner envelopes, sorted by hash: the same ballots are always the same box."""

    inner: Iterable[bytes]
    """Whoever goes through them holds one at a time, where they are read from where they lie."""
    ballots: BallotHashes
    """SHA-256 (hex) of every envelope, sorted; the beginning of each, in base 32, is the tracker on the receipt."""

    @classmethod
    def of(cls, inner: Sequence[bytes]) -> Box:
        """A box of these envelopes, each once, whatever order they come in."""
        by_hash = sorted({hash_of(one): one for one in inner}.items())
        return cls(tuple(one for _, one in by_hash), [digest for digest, _ in by_hash])

    def __len__(self) -> int:
        return len(self.ballots)

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

    ``patterns`` is each different valid answer with its ballots; ``tally`` is what the poll's kind makes of them
    (``sync.protocol.polls``), ``outcome`` what follows by its rule (``rules``).
    ``reasons`` say why ballots are invalid: a word (``sync.protocol.envelope.InvalidBallot``) to their number.
    """

    total: int
    valid: int
    invalid: int
    reasons: Mapping[str, int]
    tally: Mapping[str, Any]
    outcome: Mapping[str, Any]
    patterns: Patterns


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
    opened = list(_take_off_mix(box.inner, poll, key))
    shuffle(opened)
    return Mixed(tuple(opened), unreadable=len(box) - len(opened))


def open_tally(mixed: Mixed, *, poll: Poll, key: OpenKey) -> Count:
    """The tally holder's step: take off the last layer, check each answer by the poll's rules, count.

    Raises Refused for a key of another poll.
    """
    return _open_and_count(mixed.for_tally, unreadable=mixed.unreadable, poll=poll, key=key)


def open_both(box: Box, *, poll: Poll, mix: OpenKey, tally: OpenKey, shuffle: Shuffle = shuffle_secretly) -> Count:
    """Both steps in one place, each ballot read, opened and let go: memory does not grow with their number.

    Between the steps the envelopes lie shuffled on the disk. Raises Refused for a key of another poll, OSError.
    """
    _check_key(mix, poll.mix.kid if poll.mix else "", "mix", poll)
    _check_key(tally, poll.tally.kid if poll.tally else "", "tally", poll)
    with StoredEnvelopes() as between:
        for envelope in _take_off_mix(box.inner, poll, mix):
            between.add(envelope)
        between.shuffle(shuffle)
        return _open_and_count(between, unreadable=len(box) - len(between), poll=poll, key=tally)


def check_tellable(count: Count, *, smallest: int) -> None:
    """Raises Refused when so few ballots are valid that the result would tell who voted how."""
    if count.valid < smallest:
        raise Refused(CountingFault.TOO_FEW_VALID, valid=count.valid, smallest=smallest)


def write_result(
    count: Count, *, ballots: BallotHashes, doubles: Sequence[str], late: int, wire: Mapping[str, Any]
) -> bytes:
    """The result file as a whole; see ``result_pieces``."""
    whole = BytesIO()
    whole.writelines(
        result_pieces(count, ballots=ballots, box_hash=box_hash_of(ballots), doubles=doubles, late=late, wire=wire)
    )
    return whole.getvalue()


def result_pieces(
    count: Count,
    *,
    ballots: Iterable[str],
    box_hash: str,
    doubles: Sequence[str],
    late: int,
    wire: Mapping[str, Any],
) -> Iterator[bytes]:
    """The result file, piece by piece: everything needed to count again. The same ballots give the same bytes.

    ``ballots`` are the hashes of the box, ``box_hash`` what stands for them, ``doubles`` those of ballots that are not
    counted because their code was spent for another, ``late`` the number of those that came too late, ``wire`` is the
    poll exactly as it was published. The file holds no time, and every choice: it is the hub's own; ``published``
    makes of it what everybody may see. Raises Refused, when they were gone through, for ballots of another box.
    """
    short = {
        "format": RESULT_FORMAT,
        "poll": wire,
        "poll_hash": Poll.from_wire(wire).hash,
        "box_hash": box_hash,
        "doubles": doubles,
        "late": late,
        "total": count.total,
        "valid": count.valid,
        "invalid": count.invalid,
        "reasons": count.reasons,
        "tally": count.tally,
        "outcome": count.outcome,
    }
    answers = (text for text, number in count.patterns.texts() for text in repeat(text, number))
    hashes = list_pieces(map(canonical_json, ballots))
    long = {"answers": list_pieces(answers), "ballots": _of_this_box(hashes, box_hash)}
    yield from object_pieces(short, long)
    yield b"\n"


def _of_this_box(pieces: Iterable[bytes], box_hash: str) -> Iterator[bytes]:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
        yield piece
    if found.hexdigest() != box_hash:
        raise Refused(CountingFault.OTHER_BOX)


def count_answers(answers: Iterable[Answer], *, poll: Poll, reasons: Mapping[str, int]) -> Count:
    """The figures that follow from the valid answers, beside the numbers of invalid ballots by their reason.

    ``answers`` may be read one by one, and ``reasons`` become whole only meanwhile.
    """
    patterns = Patterns(answers)
    valid, invalid = patterns.ballots, sum(reasons.values())
    figures = kind_of(poll).tally(poll, Repeated(patterns))
    return Count(
        total=valid + invalid,
        valid=valid,
        invalid=invalid,
        reasons={reason: number for reason, number in sorted(reasons.items()) if number},
        tally=figures,
        outcome=decide(Counted(poll, figures, patterns)).to_wire(),
        patterns=patterns,
    )


def box_hash_of(ballots: Iterable[str]) -> str:
    """What stands for exactly these ballots, given by their sorted hashes."""
    found = hashlib.sha256()
    for piece in list_pieces(map(canonical_json, ballots)):
        found.update(piece)
    return found.hexdigest()


def _take_off_mix(inner: Iterable[bytes], poll: Poll, key: OpenKey) -> Iterator[bytes]:
    for envelope in inner:
        try:
            yield open_mix_layer(envelope, poll_id=poll.id, key=key)
        except Refused:
            continue  # no ballot of this poll; it stays in the total as invalid


def _open_and_count(for_tally: Iterable[bytes], *, unreadable: int, poll: Poll, key: OpenKey) -> Count:
    reasons: Counter[str] = Counter({UNREADABLE: unreadable})

    def opened() -> Iterator[Answer]:
        for envelope in for_tally:
            try:
                yield open_tally_layer(envelope, poll=poll, key=key)
            except InvalidBallot as error:
                reasons[error.fault] += 1  # not valid; it stays in the total
            except Refused:
                reasons[UNREADABLE] += 1

    return count_answers(opened(), poll=poll, reasons=reasons)


def _check_key(key: OpenKey, expected: str, step: str, poll: Poll) -> None:
    if key.kid != expected:
        raise Refused(f"this is not the {step} key of the poll {poll.id}")


def hash_of(inner: bytes) -> str:
    """What a ballot is called in the box and in the log."""
    return hashlib.sha256(inner).hexdigest()
