"""The count between two people over the hub: the box goes to the one, mixed envelopes to the other, the result back.

The hub passes on files, checks each against its own box, and opens nothing: it has no counting key. Who mixed the
envelopes, and so has seen which tracker went in, is never the one who opens them. Publishing is an act of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from sync.counting.faults import CountingFault
from sync.counting.files import BoxFile, read_mixed, write_box
from sync.counting.tally import box_hash_of
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.counting import services
from sync.hub.counting.models import CountingDeed, CountingStep, MixedBox
from sync.hub.counting.selectors import is_published
from sync.hub.counting.telling import tell_result
from sync.hub.polls.models import Tally
from sync.hub.polls.selectors import result_of, tally_of
from sync.protocol.encoding import parse_json_object
from sync.protocol.errors import Refused


@dataclass(frozen=True)
class Counter:
    """Who acts, when, and what the hub asks of a count: ``smallest`` ballots, and the folder of results."""

    by: str
    today: date
    now: datetime
    smallest: int
    results: Path


def take_box(poll_id: str, *, who: Counter) -> Iterator[bytes]:
    """The box, for the holder of the mix key, piece by piece.

    Raises Refused, as below, while the poll cannot be counted.
    """
    given = services.give_box(poll_id, smallest=who.smallest, today=who.today)
    box_hash = given.box.hash
    with transaction.atomic():
        _note(CountingStep.BOX_TAKEN, poll_id, box_hash, who)
        audit.append(AuditEvent.BOX_TAKEN, who.by, at=who.now, poll=poll_id, box=box_hash)
    return write_box(given)


def bring_mixed(poll_id: str, data: bytes, *, who: Counter) -> None:
    """Keep mixed envelopes for the second person, in place of what was brought before.

    Raises Refused for any other file, and for envelopes of another box: ballots may have been let in meanwhile.
    """
    given = services.give_box(poll_id, smallest=who.smallest, today=who.today)
    mixed = read_mixed(data)
    box_hash = given.box.hash
    is_same = mixed.wire == given.wire and box_hash_of(mixed.ballots) == box_hash
    if not is_same or list(mixed.doubles) != list(given.doubles) or mixed.late > given.late:
        raise Refused(CountingFault.OTHER_ENVELOPES)
    with transaction.atomic():
        values = {"by": who.by, "box_hash": box_hash, "data": data}
        MixedBox.objects.update_or_create(poll=poll_id, defaults=values)
        _note(CountingStep.MIXED_BROUGHT, poll_id, box_hash, who)
        audit.append(AuditEvent.BALLOTS_MIXED, who.by, at=who.now, poll=poll_id, box=box_hash)


def take_mixed(poll_id: str, *, who: Counter) -> Iterator[bytes]:
    """The mixed envelopes, for the holder of the tally key. Raises Refused for the one who mixed them."""
    given = services.give_box(poll_id, smallest=who.smallest, today=who.today)
    mixed = _mixed_by_another(poll_id, given, who)
    with transaction.atomic():
        _note(CountingStep.MIXED_TAKEN, poll_id, mixed.box_hash, who)
        audit.append(AuditEvent.MIXED_TAKEN, who.by, at=who.now, poll=poll_id, box=mixed.box_hash)
    return iter([bytes(mixed.data)])


def bring_result(poll_id: str, data: bytes, *, who: Counter) -> Tally:
    """Keep the result after counting its figures again. Raises Refused for the one who mixed, and as ``keep_result``.

    Nobody is told it yet.
    """
    given = services.give_box(poll_id, smallest=who.smallest, today=who.today)
    _mixed_by_another(poll_id, given, who)
    with transaction.atomic():
        row = services.keep_result(
            poll_id, data, smallest=who.smallest, results=who.results, by=who.by, today=who.today, now=who.now
        )
        MixedBox.objects.filter(poll=poll_id).delete()
    return row


def publish_result(poll_id: str, *, by: str, now: datetime) -> None:
    """Tell stations the result: from now on it is for everybody. Raises Refused before the count, and a second time."""
    row = tally_of(poll_id)
    if row is None:
        raise Refused(CountingFault.NOT_COUNTED, poll=poll_id)
    with transaction.atomic():
        if Tally.objects.select_for_update().filter(poll=poll_id).exists() and is_published(poll_id):
            raise Refused(CountingFault.PUBLISHED, poll=poll_id)
        tell_result(row, parse_json_object(result_of(poll_id))["poll"], now=now)
        step = CountingStep.RESULT_PUBLISHED
        CountingDeed.objects.create(poll=poll_id, step=step, by=by, at=now, box_hash=row.box_hash)
        audit.append(AuditEvent.RESULT_PUBLISHED, by, at=now, poll=poll_id)


def _mixed_by_another(poll_id: str, given: BoxFile, who: Counter) -> MixedBox:
    mixed = MixedBox.objects.filter(poll=poll_id).first()
    if mixed is None or mixed.box_hash != given.box.hash:
        raise Refused(CountingFault.NOT_MIXED, poll=poll_id)
    if mixed.by == who.by:
        raise Refused(CountingFault.SAME_PERSON, who=who.by)
    return mixed


def _note(step: CountingStep, poll_id: str, box_hash: str, who: Counter) -> None:
    CountingDeed.objects.create(poll=poll_id, step=step, by=who.by, at=who.now, box_hash=box_hash)
