"""Making participation codes. They are given out once and kept nowhere: what stays are two hashes of each.

The two go into two tables, each in the order of its own hashes, so that nobody who reads the tables can tell which
belong together, or which codes were made first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.polls.models import CodeEntry, CodeMark
from sync.hub.polls.selectors import tally_of
from sync.protocol.errors import Refused
from sync.protocol.participation_codes import ParticipationCode, new_code
from sync.protocol.polls.poll import Poll

MOST_AT_ONCE = 50_000
"""A list of so many takes 800 kB at every station."""

ROWS_AT_ONCE = 500

HandOut = Callable[[Sequence[ParticipationCode]], None]
"""Writes the codes where the person who asked for them finds them. Raises OSError when it cannot."""


def make_codes(poll: Poll, *, number: int, hand_out: HandOut, by: str, today: date, now: datetime) -> None:
    """Make codes for a poll and hand them out; when that fails, none was made.

    The poll need not be published yet. Raises Refused for a poll that takes no codes or is over, and for an
    impossible number.
    """
    if not poll.codes:
        raise Refused(f'the poll {poll.id} takes no participation codes; say so in its file with "codes": true')
    if poll.closes < today or tally_of(poll.id) is not None:
        raise Refused(f"the poll {poll.id} is over")
    if not 1 <= number <= MOST_AT_ONCE:
        raise Refused(f"1 to {MOST_AT_ONCE} codes are made at once, not {number}")
    codes = [new_code() for _ in range(number)]
    marks = sorted(code.mark(poll.id) for code in codes)
    entries = sorted(code.entry(poll.id).hex() for code in codes)
    with transaction.atomic():
        CodeMark.objects.bulk_create([CodeMark(mark=mark, poll=poll.id) for mark in marks], ROWS_AT_ONCE)
        CodeEntry.objects.bulk_create([CodeEntry(entry=entry, poll=poll.id) for entry in entries], ROWS_AT_ONCE)
        audit.append(AuditEvent.PARTICIPATION_CODES_MADE, by, at=now, poll=poll.id, number=number)
        hand_out(codes)
