"""The rows of one batch, written inside the caller's transaction. Decides nothing; the intake's raw SQL stands here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from sync.answers import Head
from sync.batches import BatchHeader
from sync.hub.intake.models import Batch, BatchState, ChainHead, RecordState, SealedRecord
from sync.hub.intake.reading import ReadBatch
from sync.records import Record

_COLUMNS = "record_id, kind, kid, sealed, digest, doubled, device, inc, seq, state, tries, reason"
# One prepared statement for all rows of a batch, or one stream: the ORM takes three times as long for the same.
_INSERT = f"INSERT INTO intake_sealedrecord ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
_INSERT_NEW = f"{_INSERT} ON CONFLICT DO NOTHING"
_COPY = f"COPY intake_sealedrecord ({_COLUMNS}) FROM STDIN"
_Row = tuple[str | bytes | bool | int, ...]
_DOUBLED = "another record with this id was here first"


def stored_batch(header: BatchHeader) -> Batch | None:
    """The batch that is stored at this place of the chain."""
    place = Batch.objects.filter(device=header.device, inc=header.inc, seq=header.seq)
    return place.exclude(state=BatchState.ASIDE).defer("body").first()


def last_line(device: str, inc: str, seq: int) -> str | None:
    """The signed line of the batch at this place of a chain."""
    place = Batch.objects.filter(device=device, inc=inc, seq=seq).exclude(state=BatchState.ASIDE)
    return place.values_list("line", flat=True).first()


def to_head(row: ChainHead) -> Head:
    """A head in the form in which it is told to stations."""
    return Head(seq=row.seq, hash=row.hash, safe=row.safe)


def add_batch(read: ReadBatch, *, state: BatchState, ack: str, now: datetime) -> None:
    """The raw batch, byte for byte."""
    _batch_row(read, state=state, reason=read.reason, ack=ack, now=now).save(force_insert=True)


def add_aside(read: ReadBatch, *, reason: str, now: datetime) -> bool:
    """The raw batch beside the chain. False when it lies there already."""
    if Batch.objects.filter(hash=read.batch.hash).exists():
        return False
    _batch_row(read, state=BatchState.ASIDE, reason=reason, ack="", now=now).save(force_insert=True)
    return True


def _batch_row(read: ReadBatch, *, state: BatchState, reason: str, ack: str, now: datetime) -> Batch:
    header = read.header
    return Batch(
        device=header.device,
        inc=header.inc,
        seq=header.seq,
        hash=read.batch.hash,
        stream=header.stream.value,
        line=read.batch.line,
        body=read.batch.body,
        count=header.count,
        taken=header.taken[:40],
        received_at=now,
        state=state,
        reason=reason[:300],
        ack=ack,
    )


def move_head(header: BatchHeader, batch_hash: str) -> None:
    """The chain now ends with this batch."""
    ChainHead.objects.update_or_create(
        device=header.device,
        inc=header.inc,
        defaults={"seq": header.seq, "hash": batch_hash},
        create_defaults={"seq": header.seq, "hash": batch_hash, "stream": header.stream.value},
    )


def add_records(read: ReadBatch) -> list[str]:
    """Every record that is not there yet. Returns the ids under which another record was there first, both kept."""
    if not read.records:
        return []
    records = [(record, digest_of(record)) for record in read.records]
    try:
        with transaction.atomic():
            _add_all([_record_row(read.header, record, digest, is_double=False) for record, digest in records])
        return []
    except IntegrityError:  # some of these ids are known, or stand here twice: the long way tells which
        return _add_new(read.header, records)


def _add_all(rows: Sequence[_Row]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(_INSERT, rows)
            return
        # Django does not turn errors of COPY into its own by itself.
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)


def _add_new(header: BatchHeader, records: Sequence[tuple[Record, str]]) -> list[str]:
    ids = [record.id for record, _ in records]
    doubles: list[str] = []
    # Another process may store one of these ids between our look and our insert: then what we wanted is not there.
    while missing := _missing(records):
        known = SealedRecord.objects.filter(record_id__in=ids, doubled=False).values_list("record_id", "digest")
        digests = dict(known)
        rows = []
        for record, digest in missing:
            is_double = digests.setdefault(record.id, digest) != digest
            if is_double:
                doubles.append(record.id)
            rows.append(_record_row(header, record, digest, is_double=is_double))
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT_NEW, rows)
    return doubles


def _missing(records: Sequence[tuple[Record, str]]) -> list[tuple[Record, str]]:
    ids = [record.id for record, _ in records]
    stored = set(SealedRecord.objects.filter(record_id__in=ids).values_list("record_id", "digest"))
    return [(record, digest) for record, digest in records if (record.id, digest) not in stored]


def digest_of(record: Record) -> str:
    """What tells a repeated record from another one under the same id."""
    return hashlib.sha256(b"|".join((record.kind.encode(), record.kid.encode(), record.sealed))).hexdigest()


def _record_row(header: BatchHeader, record: Record, digest: str, *, is_double: bool) -> _Row:
    state, reason = (RecordState.QUARANTINED, _DOUBLED) if is_double else (RecordState.WAITING, "")
    place = (header.device, header.inc, header.seq)
    return (record.id, record.kind, record.kid, record.sealed, digest, is_double, *place, state.value, 0, reason)
