"""Applying sealed records: each is opened and becomes a report or a ballot in the box.

What links a ballot in the box to its batch (and so to a station and an hour) is its sealed record, for whoever can
open it. That stands in the batch's raw body and nowhere else, and goes with it (``forget_ballots.py``); the order of
the box is the order of random hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.batch_reader import sealed_in
from sync.hub.intake.models import RecordState, SealedRecord
from sync.hub.intake.selectors import records_in
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.record_kinds import RECORD_HANDLERS, Origin
from sync.protocol.errors import Refused
from sync.protocol.records import Record

MAX_TRIES = 3
RECORDS_AT_ONCE = 100
"""Applied in one transaction, and in the order of their random ids."""
BY_WORKER = "worker"

_UNKNOWN_KEY = "the key it is sealed to is not here"
_UNKNOWN_KIND = "its kind is not known to this version"


@dataclass(frozen=True)
class Applied:
    """What one pass did, in records."""

    applied: int = 0
    failed: int = 0

    def __add__(self, other: Applied) -> Applied:
        return Applied(self.applied + other.applied, self.failed + other.failed)


def apply_waiting(keyring: Keyring, *, now: datetime) -> Applied:
    """One pass over what waits, at most ``RECORDS_AT_ONCE``. Zero in both figures: nothing is left to do for now.

    A record that cannot be applied never stops the others; after ``MAX_TRIES`` it goes into quarantine.
    """
    openable = records_in(RecordState.WAITING).filter(kid__in=keyring.kids, kind__in=list(RECORD_HANDLERS))
    rows = _claimed(openable)
    try:
        opened = [(row, _open_safely(row, record, keyring)) for row, record in sealed_in(rows)]
        return apply_opened(opened, now=now)
    except (OperationalError, InterfaceError):
        with suppress(DatabaseError):
            _change_tries(rows, by=-1)  # the database is in trouble, not these records
        raise


Deed = Callable[[], object]
"""Applies one opened record. Idempotent: applying twice changes nothing more."""


def _claimed(openable: QuerySet[SealedRecord]) -> list[SealedRecord]:
    """The next records, their try counted before anything of them is looked at.

    Whatever a record does to the worker, it is tried no more often than any other. One that was tried before goes
    alone: if it ends the worker, no other is counted with it.
    """
    rows = openable.select_related("batch").defer("batch__line", "batch__body", "batch__ack")
    first = list(rows.order_by("tries", "batch", "record_id")[:RECORDS_AT_ONCE])
    together = [row for row in first if row.tries == 0] or first[:1]
    _change_tries(together, by=1)
    for row in together:
        row.tries += 1
    return together


def _change_tries(rows: Sequence[SealedRecord], *, by: int) -> None:
    SealedRecord.objects.filter(id__in=[row.id for row in rows]).update(tries=F("tries") + by)


def _open_safely(row: SealedRecord, record: Record | None, keyring: Keyring) -> Deed | Exception:
    if row.tries > MAX_TRIES:
        return Refused("the worker ended each time it was opened")
    try:
        return open_record(row, record, keyring)
    except (OperationalError, InterfaceError):
        raise  # the database is in trouble, not the record
    except Exception as error:
        return error


def apply_opened(deeds: Sequence[tuple[SealedRecord, Deed | Exception]], *, now: datetime) -> Applied:
    """Apply opened records in one transaction; each stands or falls alone."""
    applied, failed = [], 0
    with transaction.atomic():
        for row, deed in deeds:
            fault = deed if isinstance(deed, Exception) else _try_deed(deed)
            if fault is None:
                applied.append(row.id)
            else:
                _mark_failed(row, fault, now=now)
                failed += 1
        _mark_applied(applied)
    return Applied(len(applied), failed)


def open_record(row: SealedRecord, record: Record | None, keyring: Keyring) -> Deed | Refused:
    """What is to be done with a record, or why it cannot be opened. Writes nothing."""
    if record is None:
        return Refused("its batch does not hold it any more")
    # Another record under an id that is taken can still be let in by a person; it is then known by its content.
    record_id = bytes(row.digest).hex()[:32] if row.doubled else row.record_id
    origin = Origin(record_id, (row.batch.device, row.batch.inc, row.batch.seq), row.batch.received_at)
    handler = RECORD_HANDLERS[row.kind]
    try:
        content = keyring.open(record, handler.open)
    except Refused as error:
        return error
    return lambda: handler.apply(content, origin)


def _try_deed(deed: Deed) -> Exception | None:
    try:
        with transaction.atomic():  # a savepoint: what this record began is undone if it fails
            deed()
    except (OperationalError, InterfaceError):
        raise  # the database is in trouble, not the record
    except Exception as error:
        return error
    return None


def _mark_applied(row_ids: Sequence[int]) -> None:
    SealedRecord.objects.filter(id__in=row_ids).update(state=RecordState.APPLIED, reason="")


def _mark_failed(row: SealedRecord, fault: Exception, *, now: datetime) -> None:
    # Only words of our own: another exception may carry a piece of what the record holds.
    row.reason = (str(fault) if isinstance(fault, Refused) else type(fault).__name__)[:300]
    if row.tries >= MAX_TRIES:
        row.state = RecordState.QUARANTINED
        audit.append(AuditEvent.RECORD_QUARANTINED, BY_WORKER, at=now, record=row.record_id, kind=row.kind)
    row.save(update_fields=("state", "reason"))


def explain_waiting(keyring: Keyring) -> None:
    """Say of each record that cannot be opened yet what it waits for."""
    waiting = records_in(RecordState.WAITING)
    for rows, reason in (
        (waiting.exclude(kind__in=list(RECORD_HANDLERS)), _UNKNOWN_KIND),
        (waiting.filter(kind__in=list(RECORD_HANDLERS)).exclude(kid__in=keyring.kids), _UNKNOWN_KEY),
    ):
        unexplained = rows.exclude(reason=reason)
        if unexplained.exists():
            unexplained.update(reason=reason)
