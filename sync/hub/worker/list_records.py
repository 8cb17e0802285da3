"""Listing what came: a row for each record of a batch, once, however often and in whatever batches it comes.

A batch was acknowledged for its signature, its place and its bytes; only here its body is decompressed and read. One
that cannot be read never looks better: it is kept as it came and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from sync.hub.audit.events import AuditEvent
from sync.hub.intake.batch_reader import RecordMark, marks_of
from sync.hub.intake.incidents import tell_incident
from sync.hub.intake.models import Batch, BatchState, IncidentKind, RecordState, SealedRecord
from sync.hub.intake.selectors import batches_to_list
from sync.protocol.errors import Refused, Untrusted, kept_reason
from sync.protocol.reasons import BatchReason, RecordReason

BATCHES_AT_ONCE = 8
"""Listed in one transaction: the intake waits for it."""

_RECORD = "record_id, kind, kid, digest, batch_id, place"
# One statement for many rows, or one stream: the ORM takes several times as long for the same.
_INSERT = f"INSERT INTO intake_sealedrecord ({_RECORD}) VALUES (%s, %s, %s, %s, %s, %s)"  # noqa: S608
_COPY = f"COPY intake_sealedrecord ({_RECORD}) FROM STDIN"

_Marks = Mapping[int, Sequence[RecordMark]]
"""By the row numbers of their batches."""


def list_records(*, now: datetime) -> int:
    """One pass over what came, the oldest first, at most ``BATCHES_AT_ONCE``. Returns the number of batches."""
    came = list(batches_to_list()[:BATCHES_AT_ONCE])
    if not came:
        return 0
    marks: dict[int, Sequence[RecordMark]] = {}
    unreadable: list[tuple[Batch, str]] = []
    for batch in came:
        try:
            marks[batch.id] = marks_of(batch)
        except (Refused, Untrusted) as error:
            unreadable.append((batch, kept_reason(error, otherwise=BatchReason.MALFORMED)))
    with transaction.atomic():
        if not _are_all_new(marks):
            for batch in came:
                _list_missing(batch, marks.get(batch.id, ()), now=now)
        Batch.objects.filter(id__in=marks).update(is_listed=True)
        for batch, reason in unreadable:
            _keep_unreadable(batch, reason, now=now)
    return len(came)


def _are_all_new(marks: _Marks) -> bool:
    try:
        with transaction.atomic():
            _add(marks)
    except IntegrityError:  # some of these ids are known, or stand here twice: the long way tells which
        return False
    return True


def _add(marks: _Marks) -> None:
    rows = [(*mark, batch, place) for batch, of_batch in marks.items() for place, mark in enumerate(of_batch)]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(_INSERT, rows)
            return
        # Django does not turn errors of COPY into its own by itself.
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)


def _list_missing(batch: Batch, marks: Sequence[RecordMark], *, now: datetime) -> None:
    """Every record that is not there yet; another record under an id that is known is kept beside it, and told."""
    ids = [mark.id for mark in marks]
    # Another process may store one of these ids between our look and our insert: then what we wanted is not there.
    while missing := _missing(marks):
        known = SealedRecord.objects.filter(record_id__in=ids, doubled=False).values_list("record_id", "digest")
        digests = {record_id: bytes(digest) for record_id, digest in known}
        rows = []
        for place, mark in missing:
            is_double = digests.setdefault(mark.id, mark.digest) != mark.digest
            if is_double:
                _tell(batch, IncidentKind.DOUBLED_RECORD, AuditEvent.RECORD_DOUBLED, at=now, record=mark.id)
            rows.append(_row(batch, place, mark, is_double=is_double))
        SealedRecord.objects.bulk_create(rows, ignore_conflicts=True)


def _missing(marks: Iterable[RecordMark]) -> list[tuple[int, RecordMark]]:
    known = SealedRecord.objects.filter(record_id__in=[mark.id for mark in marks]).values_list("record_id", "digest")
    stored = {(record_id, bytes(digest)) for record_id, digest in known}
    return [(place, mark) for place, mark in enumerate(marks) if (mark.id, mark.digest) not in stored]


def _row(batch: Batch, place: int, mark: RecordMark, *, is_double: bool) -> SealedRecord:
    state, reason = (RecordState.QUARANTINED, RecordReason.DOUBLED.value) if is_double else (RecordState.WAITING, "")
    return SealedRecord(
        record_id=mark.id, kind=mark.kind, kid=mark.kid, digest=mark.digest, batch_id=batch.id, place=place,
        doubled=is_double, state=state, reason=reason,
    )  # fmt: skip


def _keep_unreadable(batch: Batch, reason: str, *, now: datetime) -> None:
    changes = {"state": BatchState.UNREADABLE} if batch.state == BatchState.STORED else {}
    Batch.objects.filter(id=batch.id).update(is_listed=True, reason=reason, **changes)
    _tell(batch, IncidentKind.UNREADABLE_BATCH, AuditEvent.BATCH_UNREADABLE, at=now)


def _tell(batch: Batch, kind: IncidentKind, event: AuditEvent, *, at: datetime, **facts: str) -> None:
    place = (batch.device, batch.inc, batch.seq)
    tell_incident(kind, event, place=place, batch_hash=batch.hash, at=at, **facts)
