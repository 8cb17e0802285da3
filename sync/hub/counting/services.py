"""Counting at the hub: gives out the box, keeps the result, and names it in the audit log.

The rules stand in ``tally``; keys come from their holders and are not kept.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sync.files import make_folders, write_durably
from sync.hub.counting.files import BoxFile, read_result
from sync.hub.counting.tally import (
    Box,
    Count,
    check_countable,
    check_tellable,
    count_answers,
    open_mix,
    open_tally,
    write_result,
)
from sync.hub.polls import selectors
from sync.hub.polls import services as polls
from sync.hub.polls.models import BallotStanding, Tally
from sync.protocol.envelope import read_answer
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.polls.poll import Poll


def give_box(poll_id: str, *, smallest: int, today: date) -> BoxFile:
    """The box of a closed poll, to be counted.

    Raises Refused for an unknown, open, too small or counted poll, and before its day of grace is over.
    """
    published = selectors.newest_version(poll_id)
    if published is None:
        raise Refused(f"a poll {poll_id} was never published here")
    if selectors.tally_of(poll_id) is not None:
        raise Refused(f"the poll {poll_id} is counted already")
    box = Box.of([bytes(inner) for inner in selectors.ballots_of(poll_id).values_list("inner", flat=True)])
    poll = Poll.from_wire(published.definition)
    check_countable(poll, ballots=len(box.inner), smallest=smallest, today=today)
    return BoxFile(published.definition, box, selectors.hashes_of(poll_id, BallotStanding.DOUBLE))


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
    poll = Poll.from_wire(given.wire)
    count = open_tally(open_mix(given.box, poll=poll, key=mix), poll=poll, key=tally)
    result = write_result(count, ballots=given.box.ballots, doubles=given.doubles, wire=given.wire)
    return keep_result(poll_id, result, smallest=smallest, results=results, by=by, today=today, now=now)


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
    if file.poll_hash != poll.hash or list(file.ballots) != given.box.ballots or file.doubles != given.doubles:
        raise Refused("the result was made from another poll or another box")
    answers = [read_answer(poll, answer) for answer in file.answers]
    count = count_answers(answers, poll=poll, total=len(given.box.inner))
    check_tellable(count, smallest=smallest)
    rewritten = write_result(count, ballots=given.box.ballots, doubles=given.doubles, wire=given.wire)
    if count.invalid < 0 or rewritten != result:
        raise Refused("the figures of the result do not add up")
    row = _to_row(count, given, result, now=now)
    polls.keep_tally(row, by=by, now=now)
    _write_file(results / f"{poll_id}.json", result)
    return row


def _to_row(count: Count, given: BoxFile, result: bytes, *, now: datetime) -> Tally:
    poll = Poll.from_wire(given.wire)
    return Tally(
        poll=poll.id,
        version=poll.version,
        poll_hash=poll.hash,
        box_hash=given.box.hash,
        counted_at=now,
        total=count.total,
        valid=count.valid,
        invalid=count.invalid,
        doubles=len(given.doubles),
        figures=dict(count.tally),
        answers=list(count.answers),
        result=result.decode(),
    )


def _write_file(place: Path, data: bytes) -> None:
    make_folders(place.parent, mode=0o700)
    write_durably(place, data)
