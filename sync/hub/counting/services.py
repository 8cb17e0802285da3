"""Counting at the hub: takes the box and the two keys, keeps the result, and names it in the audit log.

The rules stand in ``steps``; the keys come from their holders and are not kept.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

from sync.errors import Refused
from sync.hub.counting import steps
from sync.hub.polls import selectors
from sync.hub.polls import services as polls
from sync.hub.polls.models import PublishedPoll, Tally
from sync.keys import OpenKey
from sync.polls import Poll


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
    """Count a closed poll once and keep its result, in the database and as a file in ``results``.

    Raises Refused, and opens nothing, for an unknown, open, too small or already counted poll or a wrong key.
    """
    published = _published(poll_id)
    poll = Poll.from_wire(published.definition)
    box = steps.Box.of([bytes(inner) for inner in selectors.ballots_of(poll_id).values_list("inner", flat=True)])
    steps.check_countable(poll, ballots=len(box.inner), smallest=smallest, today=today)
    mixed = steps.open_mix(box, poll=poll, key=mix)
    count = steps.open_tally(mixed, poll=poll, key=tally)
    steps.check_tellable(count, smallest=smallest)
    result = steps.write_result(count, box=box, wire=published.definition, poll_hash=poll.hash)
    row = Tally(
        poll=poll_id,
        version=published.version,
        poll_hash=poll.hash,
        box_hash=box.hash,
        counted_at=now,
        total=count.total,
        valid=count.valid,
        invalid=count.invalid,
        counts=dict(count.counts),
        choices=[list(choice) for choice in count.choices],
        result=result.decode(),
    )
    polls.keep_tally(row, by=by, now=now)
    _write_file(results / f"{poll_id}.json", result)
    return row


def _published(poll_id: str) -> PublishedPoll:
    published = selectors.newest_version(poll_id)
    if published is None:
        raise Refused(f"a poll {poll_id} was never published here")
    if selectors.tally_of(poll_id) is not None:
        raise Refused(f"the poll {poll_id} is counted already")
    return published


def _write_file(place: Path, data: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = place.with_name(f".{place.name}.new")
    with waiting.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(place)
