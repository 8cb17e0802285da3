"""Counting at the hub: gives out the box, keeps the result, and names it in the audit log. Tells nobody.

The rules stand in ``tally``; keys come from their holders and are not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from sync.counting.faults import CountingFault
from sync.counting.files import BoxFile, ResultFile, read_result
from sync.counting.tally import (
    Box,
    Count,
    box_hash_of,
    check_countable,
    check_tellable,
    count_answers,
    hash_of,
    open_both,
    result_pieces,
    write_result,
)
from sync.files import make_folders, write_durably
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.selectors import newest_about
from sync.hub.counting.models import CountingDeed, CountingStep
from sync.hub.counting.published import PublishedResult, publication_of
from sync.hub.counting.selectors import is_published
from sync.hub.polls import selectors
from sync.hub.polls import services as polls
from sync.hub.polls.models import BallotStanding, Tally
from sync.protocol.encoding import parse_json_object
from sync.protocol.envelope import read_answer
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.polls.poll import Poll

_READ_AT_ONCE = 200

RECOUNTED = ("file", "figures", "box", "log")
"""What a recount compares: the file byte for byte, the figures shown, the ballots in the box, the audit log's entry."""


def give_box(poll_id: str, *, smallest: int, today: date) -> BoxFile:
    """The box of a closed poll, to be counted.

    Raises Refused for an unknown, open, too small or counted poll, and before its day of grace is over.
    """
    published = selectors.newest_version(poll_id)
    if published is None:
        raise Refused(CountingFault.UNKNOWN, poll=poll_id)
    if selectors.tally_of(poll_id) is not None:
        raise Refused(CountingFault.COUNTED, poll=poll_id)
    box = Box(_BoxedEnvelopes(poll_id), _BoxedHashes(poll_id))
    poll = Poll.from_wire(published.definition)
    check_countable(poll, ballots=len(box), smallest=smallest, today=today)
    late = selectors.ballots_of(poll_id, BallotStanding.LATE).count()
    return BoxFile(published.definition, box, selectors.hashes_of(poll_id, BallotStanding.DOUBLE), late)


def count_poll(
    poll_id: str,
    *,
    mix: OpenKey,
    tally: OpenKey,
    smallest: int,
    results: Path,
    by: str,
    today: date,
    now: datetime,
) -> Tally:
    """Count a closed poll once, with both keys in one place, and keep its result.

    Raises Refused, and opens nothing, for a poll that cannot be counted or a wrong key.
    """
    given = give_box(poll_id, smallest=smallest, today=today)
    box_hash = given.box.hash
    count = open_both(given.box, poll=Poll.from_wire(given.wire), mix=mix, tally=tally)
    check_tellable(count, smallest=smallest)
    if count.total != len(given.box):
        raise Refused(CountingFault.OTHER_BOX)
    result = result_pieces(
        count,
        ballots=given.box.ballots,  # as they lie there now, which must still be the same
        box_hash=box_hash,
        doubles=given.doubles,
        late=given.late,
        wire=given.wire,
    )
    row = _to_row(count, given, box_hash=box_hash, late=given.late, now=now)
    return _keep(row, result, results=results, by=by, now=now)


def keep_result(
    poll_id: str, result: bytes, *, smallest: int, results: Path, by: str, today: date, now: datetime
) -> Tally:
    """Keep a result, in the database and as a file in ``results``, after counting its figures again.

    Raises Refused when it does not belong to exactly this poll and this box, breaks the poll's rules, does not
    add up, or would tell who voted how.
    """
    given = give_box(poll_id, smallest=smallest, today=today)
    poll = Poll.from_wire(given.wire)
    file = read_result(result)
    box_hash = given.box.hash
    if file.poll_hash != poll.hash or box_hash_of(file.ballots) != box_hash or file.doubles != given.doubles:
        raise Refused(CountingFault.OTHER_BOX)
    count, rewritten = count_again(file, given.wire)
    check_tellable(count, smallest=smallest)
    # more may have come too late since the box was given out, but not fewer
    if count.total != len(given.box) or file.late > given.late or rewritten != result:
        raise Refused(CountingFault.NOT_ADDING_UP)
    row = _to_row(count, given, box_hash=box_hash, late=file.late, now=now)
    return _keep(row, [result], results=results, by=by, now=now)


def count_again(file: ResultFile, wire: Mapping[str, Any]) -> tuple[Count, bytes]:
    """The count that follows from the answers of a result file, and the file it gives. ``wire`` is the poll as it was
    published. Raises Refused for an answer that breaks its rules."""
    poll = Poll.from_wire(wire)
    count = count_answers([read_answer(poll, answer) for answer in file.answers], poll=poll, reasons=file.reasons)
    return count, write_result(count, ballots=file.ballots, doubles=file.doubles, late=file.late, wire=wire)


def publication(poll_id: str, *, checkpoint: str, logged: Collection[str], smallest: int) -> PublishedResult:
    """What may be told of a counted poll.

    ``checkpoint`` is the signed word for the ballot log, ``logged`` the hashes of the ballots of this poll that are in
    it. Raises Refused before its result is published, and while a counted ballot has no place in the log or the log
    holds one that is neither counted nor a double.
    """
    if selectors.tally_of(poll_id) is None:
        raise Refused(CountingFault.NOT_COUNTED, poll=poll_id)
    if not is_published(poll_id):
        raise Refused(CountingFault.NOT_PUBLISHED, poll=poll_id)
    data = selectors.result_of(poll_id)
    result, wire = read_result(data), parse_json_object(data)["poll"]
    counted, known = set(result.ballots), {*result.ballots, *result.doubles}
    if missing := len(counted.difference(logged)):
        raise Refused(f"{missing} counted ballots are not in the ballot log yet; they enter it once a day")
    if strange := len(set(logged).difference(known)):
        raise Refused(f"the ballot log holds {strange} ballots of this poll that are neither counted nor doubles")
    people = selectors.participation_of(poll_id)
    return publication_of(result, wire, checkpoint=checkpoint, participation=people, smallest=smallest)


def recount_kept(poll_id: str) -> list[str]:
    """Count a kept result again, from its answers and from the box as it is now. Returns what is not the same: words
    of ``RECOUNTED``; nothing when all is. Raises Refused before the poll is counted."""
    row = selectors.tally_of(poll_id)
    if row is None:
        raise Refused(CountingFault.NOT_COUNTED, poll=poll_id)
    data = selectors.result_of(poll_id)
    file, wire = read_result(data), parse_json_object(data)["poll"]
    count, again = count_again(file, wire)
    told = (row.total, row.valid, row.invalid, row.figures, row.outcome)
    counted = (count.total, count.valid, count.invalid, dict(count.tally), dict(count.outcome))
    noted = newest_about(AuditEvent.POLL_COUNTED, poll=poll_id)
    same = {
        "file": again == data,
        "figures": told == counted,
        "box": selectors.hashes_of(poll_id, BallotStanding.COUNTS) == list(file.ballots),
        "log": noted is not None and hashlib.sha256(data).hexdigest() in noted.facts,
    }
    return [part for part in RECOUNTED if not same[part]]


class _BoxedEnvelopes:
    """The envelopes of a poll as they lie in the box, some at a time, in the order of their hashes."""

    def __init__(self, poll_id: str) -> None:
        self._poll = poll_id

    def __iter__(self) -> Iterator[bytes]:
        """Raises Refused where one is not what it is called: somebody has changed the box."""
        rows = selectors.ballots_of(self._poll).values_list("inner_hash", "inner")
        for name, inner in rows.iterator(chunk_size=_READ_AT_ONCE):
            if hash_of(bytes(inner)) != name:
                raise Refused(CountingFault.OTHER_BOX)
            yield bytes(inner)


class _BoxedHashes:
    """What the ballots of a poll are called, as they lie in the box, some at a time."""

    def __init__(self, poll_id: str) -> None:
        self._rows = selectors.ballots_of(poll_id).values_list("inner_hash", flat=True)
        self._length = self._rows.count()

    def __iter__(self) -> Iterator[str]:
        return self._rows.iterator(chunk_size=_READ_AT_ONCE)

    def __len__(self) -> int:
        return self._length


def _keep(row: Tally, result: Iterable[bytes], *, results: Path, by: str, now: datetime) -> Tally:
    step = CountingStep.RESULT_KEPT
    with transaction.atomic():
        polls.keep_tally(row, result, by=by, now=now)
        CountingDeed.objects.create(poll=row.poll, step=step, by=by, at=now, box_hash=row.box_hash)
    _write_file(results / f"{row.poll}.json", selectors.result_parts(row.poll))
    return row


def _to_row(count: Count, given: BoxFile, *, box_hash: str, late: int, now: datetime) -> Tally:
    poll = Poll.from_wire(given.wire)
    return Tally(
        poll=poll.id,
        version=poll.version,
        poll_hash=poll.hash,
        box_hash=box_hash,
        counted_at=now,
        total=count.total,
        valid=count.valid,
        invalid=count.invalid,
        doubles=len(given.doubles),
        figures=dict(count.tally),
        outcome=dict(count.outcome),
        reasons=dict(count.reasons),
        late=late,
    )


def _write_file(place: Path, data: Iterable[bytes]) -> None:
    make_folders(place.parent, mode=0o700)
    write_durably(place, data)
