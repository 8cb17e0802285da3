"""Polls for one evening, as stations tell of them: what was opened where, and what was counted there that evening.

The station's word is kept, not believed: what was asked is held against what was published here, and a result becomes
that of the poll only after it was counted again against the ballots that have come.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from sync.counting.faults import CountingFault
from sync.counting.files import read_result
from sync.counting.tally import Box, open_both, write_result
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.counting import services
from sync.hub.counting.models import EveningCount
from sync.hub.polls import selectors
from sync.hub.polls.models import BallotStanding, PublishedPoll, Tally
from sync.hub.polls.services import record_opening
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll, check_evening, template_of
from sync.protocol.keys import OpenKey
from sync.protocol.polls.poll import Poll
from sync.protocol.reasons import RecordReason

BY_WORKER = "worker"


def receive_evening(told: EveningPoll, *, device: str, received_at: datetime, record_id: str = "") -> None:
    """Keep what a station says of a poll for one evening, once however often it comes. Of its keys only the id of the
    sealed record they lie in.

    Raises Refused for a poll that is not made of a template published here, one that another station has opened, and a
    result that is another one than before, or of another poll.
    """
    with transaction.atomic():
        poll = _check_opened(told)
        row, is_new = EveningCount.objects.get_or_create(
            poll=poll.id, defaults={"device": device, "opened_at": received_at}
        )
        if is_new:
            record_opening(told.wire, now=received_at)
            audit.append(AuditEvent.EVENING_OPENED, BY_WORKER, at=received_at, poll=poll.id, device=device)
        if row.device != device or PublishedPoll.objects.get(poll=poll.id).hash != poll.hash:
            raise Refused(RecordReason.NO_EVENING, detail="another")
        if told.result:
            _keep_result(row, poll, told.result, received_at)
        if told.keys and not row.keys_in:
            row.keys_in = record_id
            row.save(update_fields=("keys_in",))
            audit.append(AuditEvent.EVENING_KEYS, BY_WORKER, at=received_at, poll=poll.id, device=row.device)


def _check_opened(told: EveningPoll) -> Poll:
    """By the version of the template that the station had."""
    poll = Poll.from_wire(told.wire)
    fault = Refused(RecordReason.NO_EVENING, detail="template")
    for published in PublishedPoll.objects.filter(poll=template_of(poll.id)).order_by("-version"):
        try:
            return check_evening(told.wire, published.definition)
        except Refused as error:
            fault = error
    raise fault


def _keep_result(row: EveningCount, poll: Poll, result: str, received_at: datetime) -> None:
    if row.result:
        if row.result != result:
            raise Refused(RecordReason.NO_EVENING, detail="result")
        return
    if read_result(result.encode()).poll_hash != poll.hash:
        raise Refused(RecordReason.NO_EVENING, detail="result")
    row.result, row.result_at = result, received_at
    row.save(update_fields=("result", "result_at"))
    digest = hashlib.sha256(result.encode()).hexdigest()
    audit.append(AuditEvent.EVENING_COUNTED, BY_WORKER, at=received_at, poll=poll.id, device=row.device, result=digest)


@dataclass(frozen=True)
class EveningComparison:
    """What was counted at a station beside what has come here. Numbers of ballots alone."""

    device: str
    result: str
    """The result file; empty as long as the station has not sent it."""
    here: int
    """Ballots in the box."""
    counted: int = 0
    """Ballots that the result names."""
    missing: int = 0
    """Named there, and not here yet."""
    strange: int = 0
    """Here, and not named there."""
    is_same: bool = False
    """Counted again from its answers, the result is the same, byte by byte."""
    has_keys: bool = False
    """Both people have handed over their keys."""
    recount_is_same: bool | None = None
    """Opened with these keys and counted, the ballots give the same, byte by byte; None: not done yet."""

    @property
    def fits(self) -> bool:
        """The result is that of exactly the ballots that are here, and nothing that was counted says otherwise."""
        is_whole = bool(self.result) and not self.missing and not self.strange
        return is_whole and self.is_same and self.recount_is_same is not False


def comparison_of(poll_id: str) -> EveningComparison | None:
    """How the count at the station fits what is here now; None for a poll that no station has opened."""
    row = EveningCount.objects.filter(poll=poll_id).first()
    if row is None:
        return None
    here = selectors.hashes_of(poll_id, BallotStanding.COUNTS)
    if not row.result:
        return EveningComparison(row.device, "", len(here))
    named = set(read_result(row.result.encode()).ballots)
    return EveningComparison(
        row.device,
        row.result,
        len(here),
        counted=len(named),
        missing=len(named.difference(here)),
        strange=len(set(here).difference(named)),
        is_same=_is_same(row),
        has_keys=bool(row.keys_in),
        recount_is_same=row.recount_is_same,
    )


def take_result(poll_id: str, *, smallest: int, results: Path, by: str, now: datetime) -> Tally:
    """Make the result of the station that of the poll, after counting it again. Raises Refused where it does not fit.

    Nothing more is waited for: each ballot that it names is here.
    """
    found = comparison_of(poll_id)
    if found is None or not found.result:
        raise Refused(CountingFault.NO_EVENING_RESULT, poll=poll_id)
    if not found.fits:
        raise Refused(CountingFault.OTHER_BOX)
    over = _poll(poll_id).grace + timedelta(days=1)
    return services.keep_result(
        poll_id, found.result.encode(), smallest=smallest, results=results, by=by, today=over, now=now
    )


def recount_with_keys(poll_id: str, *, mix: OpenKey, tally: OpenKey) -> bool:
    """Open the ballots that are here with both keys and count them: whether that gives the station's file, byte by
    byte. Keeps nothing. Raises Refused for a wrong key, and before the station has sent its result."""
    row = EveningCount.objects.filter(poll=poll_id).first()
    if row is None or not row.result:
        raise Refused(CountingFault.NO_EVENING_RESULT, poll=poll_id)
    poll, wire = _poll(poll_id), PublishedPoll.objects.get(poll=poll_id).definition
    box = Box.of([bytes(inner) for inner in selectors.ballots_of(poll_id).values_list("inner", flat=True)])
    count = open_both(box, poll=poll, mix=mix, tally=tally)
    return write_result(count, ballots=box.ballots, doubles=[], late=0, wire=wire) == row.result.encode()


def recounts_due() -> list[tuple[str, str]]:
    """Polls that can be counted again by the hub itself: keys and all ballots are here, and it was not done yet. Each
    with the id of the record that holds its keys."""
    rows = EveningCount.objects.filter(recount_is_same=None).exclude(keys_in="").exclude(result="")
    return [(row.poll, row.keys_in) for row in rows if not _missing(row)]


def note_recount(poll_id: str, *, is_same: bool, now: datetime) -> None:
    """The hub has opened and counted the ballots of this poll: whether that gave the station's result."""
    with transaction.atomic():
        EveningCount.objects.filter(poll=poll_id).update(recount_is_same=is_same)
        event = AuditEvent.EVENING_SAME if is_same else AuditEvent.EVENING_OTHER
        audit.append(event, BY_WORKER, at=now, poll=poll_id)


def _missing(row: EveningCount) -> set[str]:
    """The hashes of ballots that the result names and that are not here yet."""
    return set(read_result(row.result.encode()).ballots).difference(
        selectors.hashes_of(row.poll, BallotStanding.COUNTS)
    )


def _is_same(row: EveningCount) -> bool:
    file = read_result(row.result.encode())
    if file.doubles or file.late:
        return False  # no station knows of any
    try:
        count, again = services.count_again(file, PublishedPoll.objects.get(poll=row.poll).definition)
    except Refused:
        return False
    return count.total == len(file.ballots) and again == row.result.encode()


def _poll(poll_id: str) -> Poll:
    return Poll.from_wire(PublishedPoll.objects.get(poll=poll_id).definition)
