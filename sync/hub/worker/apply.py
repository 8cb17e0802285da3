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
from itertools import takewhile

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.batch_reader import sealed_in
from sync.hub.intake.models import RecordState, SealedRecord, WorkTurn
from sync.hub.polls.services import Arrival
from sync.hub.triage.models import Subject, TriageVerdict
from sync.hub.triage.selectors import decisions_about
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.record_kinds import RECORD_HANDLERS, Origin
from sync.protocol.errors import Refused, kept_reason
from sync.protocol.reasons import RecordReason
from sync.protocol.records import Record, stream_of

MAX_TRIES = 3
RECORDS_AT_ONCE = 100
"""Applied in one transaction; those of one batch in the order of their random ids."""
BY_WORKER = "worker"


@dataclass(frozen=True)
class Applied:
    """What one pass did, in records."""

    applied: int = 0
    failed: int = 0

    def __add__(self, other: Applied) -> Applied:
        return Applied(self.applied + other.applied, self.failed + other.failed)


def apply_waiting(keyring: Keyring, *, now: datetime, may_box: bool = True) -> Applied:
    """One pass over what waits, at most ``RECORDS_AT_ONCE``. Zero in both figures: nothing is left to do for now.

    What came first is tried first; ballots and answers wait for each other unless ``may_box``. A record that cannot be
    applied never stops the others; after ``MAX_TRIES`` it goes into quarantine.
    """
    rows = _claim_next(keyring, may_box=may_box)
    try:
        opened = [(row, _open_safely(row, record, keyring)) for row, record in sealed_in(rows)]
        return apply_opened(opened, now=now)
    except (OperationalError, InterfaceError):
        with suppress(DatabaseError):
            _change_tries(rows, by=-1)  # the database is in trouble, not these records
        raise


Deed = Callable[[], object]
"""Applies one opened record. Idempotent: applying twice changes nothing more."""


def _claim_next(keyring: Keyring, *, may_box: bool) -> list[SealedRecord]:
    """The next records, their try counted before anything of them is looked at.

    Whatever a record does to the worker, it is tried no more often than any other. One that was tried before goes
    alone: if it ends the worker, no other is counted with it.
    """
    while first := list(_in_turn()[:RECORDS_AT_ONCE]):
        openable = [row for row in first if _is_openable(row, keyring)]
        if len(openable) < len(first):
            _hold([row for row in first if not _is_openable(row, keyring)])
        if not may_box:
            _keep_together([row for row in openable if stream_of(row.kind).hides_order])
            openable = [row for row in openable if not stream_of(row.kind).hides_order]
        together = list(takewhile(lambda row: row.tries == 0, openable)) or openable[:1]
        if together:
            _change_tries(together, by=1)
            for row in together:
                row.tries += 1
            return together
    return []


def _in_turn() -> QuerySet[SealedRecord]:
    # By the column of the batch: ordering by the batch itself would be ordering by whatever its rows are ordered by.
    rows = SealedRecord.objects.filter(state=RecordState.WAITING, turn__lt=WorkTurn.TOGETHER)
    rows = rows.select_related("batch").defer("batch__line", "batch__body", "batch__ack")
    return rows.order_by("turn", "batch_id", "record_id")


def _is_openable(row: SealedRecord, keyring: Keyring) -> bool:
    return row.kind in RECORD_HANDLERS and row.kid in keyring.kids


def _hold(rows: Sequence[SealedRecord]) -> None:
    """These cannot be opened yet: they wait for a key or a newer version, and say which."""
    reasons = {
        row.id: RecordReason.UNKNOWN_KEY if row.kind in RECORD_HANDLERS else RecordReason.UNKNOWN_KIND for row in rows
    }
    for reason in set(reasons.values()):
        ids = [row_id for row_id, its in reasons.items() if its is reason]
        SealedRecord.objects.filter(id__in=ids).update(turn=WorkTurn.HELD, reason=reason.value)


def _keep_together(rows: Sequence[SealedRecord]) -> None:
    SealedRecord.objects.filter(id__in=[row.id for row in rows]).update(turn=WorkTurn.TOGETHER)


def admit_ballots() -> None:
    """The ballots and answers that wait for each other enter the box now, in the order in which they came."""
    SealedRecord.objects.filter(state=RecordState.WAITING, turn=WorkTurn.TOGETHER).update(turn=WorkTurn.FIRST)


def admit_held(keyring: Keyring) -> int:
    """Let what was held wait for the worker again, where it can be opened now. Returns how many."""
    held = SealedRecord.objects.filter(state=RecordState.WAITING, turn=WorkTurn.HELD)
    able = held.filter(kid__in=keyring.kids, kind__in=list(RECORD_HANDLERS))
    return able.update(turn=WorkTurn.FIRST, reason="") if able.exists() else 0


def _change_tries(rows: Sequence[SealedRecord], *, by: int) -> None:
    SealedRecord.objects.filter(id__in=[row.id for row in rows]).update(tries=F("tries") + by)


def _open_safely(row: SealedRecord, record: Record | None, keyring: Keyring) -> Deed | Exception:
    if row.tries > MAX_TRIES:
        return Refused(RecordReason.ENDED)
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
        return Refused(RecordReason.GONE)
    # Another record under an id that is taken can still be let in by a person; it is then known by its content.
    record_id = bytes(row.digest).hex()[:32] if row.doubled else row.record_id
    place = (row.batch.device, row.batch.inc, row.batch.seq)
    origin = Origin(record_id, place, row.batch.received_at, _arrival_of(row))
    handler = RECORD_HANDLERS[row.kind]
    try:
        content = keyring.open(record, handler.open)
    except Refused as error:
        return error
    return lambda: handler.apply(content, origin)


def _arrival_of(row: SealedRecord) -> Arrival:
    if row.reason != RecordReason.CLOCK:
        return Arrival.SURE
    decisions = decisions_about(Subject.RECORD, row.id)
    is_released = bool(decisions) and decisions[0].verdict == TriageVerdict.RELEASED
    return Arrival.IN_TIME if is_released else Arrival.DOUBTED


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
    row.reason, row.turn = kept_reason(fault, otherwise=RecordReason.FAILED), WorkTurn.AGAIN
    if row.tries >= MAX_TRIES:
        row.state = RecordState.QUARANTINED
        audit.append(AuditEvent.RECORD_QUARANTINED, BY_WORKER, at=now, record=row.record_id, kind=row.kind)
    row.save(update_fields=("state", "turn", "reason"))
