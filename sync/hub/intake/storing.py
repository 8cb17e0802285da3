"""The rows of batches, written inside the caller's transaction. Decides nothing; the intake's raw SQL stands here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction

from sync.answers import Head
from sync.batches import BatchHeader
from sync.hub.intake.models import Batch, BatchState, ChainHead, RecordState, SealedRecord
from sync.hub.intake.reading import ReadBatch, RecordMark

_BATCH = "device, inc, seq, hash, stream, line, body, count, taken, received_at, state, reason, ack"
_BATCH_VALUES = f"({', '.join(['%s'] * 13)})"
_RECORD = "record_id, kind, kid, digest, batch_id, place"
# One statement for many rows, or one stream: the ORM takes several times as long for the same.
_INSERT = f"INSERT INTO intake_sealedrecord ({_RECORD}) VALUES (%s, %s, %s, %s, %s, %s)"  # noqa: S608
_COPY = f"COPY intake_sealedrecord ({_RECORD}) FROM STDIN"
_DOUBLED = "another record with this id was here first"

BatchRow = tuple[Any, ...]
"""The columns of one raw batch."""
_RecordRow = tuple[str, str, str, bytes, int, int]


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


class StreamEnd(NamedTuple):
    """Where a chain stands, and the stream it carries."""

    stream: str
    head: Head


def heads_of(chains: Sequence[tuple[str, str]]) -> dict[tuple[str, str], StreamEnd]:
    """Where those of these chains (station, incarnation) stand that are known."""
    devices, incs = zip(*chains, strict=True)
    places = ", ".join(["%s"] * len(chains))
    statement = f"""SELECT device, inc, stream, seq, hash, safe FROM intake_chainhead
        WHERE device IN ({places}) AND inc IN ({places})"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, (*devices, *incs))
        return {(device, inc): StreamEnd(stream, Head(*head)) for device, inc, stream, *head in cursor.fetchall()}


def batch_row(read: ReadBatch, *, state: BatchState, ack: str, now: datetime, reason: str = "") -> BatchRow:
    """A raw batch, byte for byte, as a row."""
    header = read.header
    place = (header.device, header.inc, header.seq, read.batch.hash, header.stream.value)
    received = connection.ops.adapt_datetimefield_value(now)
    said = (header.count, header.taken[:40], received, state.value, reason[:300], ack)
    return (*place, read.batch.line, read.batch.body, *said)


def add_batches(rows: Sequence[BatchRow]) -> list[int]:
    """Raw batches, in one statement. Returns their row numbers in the same order."""
    statement = (
        f"INSERT INTO intake_batch ({_BATCH}) VALUES {', '.join([_BATCH_VALUES] * len(rows))} RETURNING hash, id"  # noqa: S608
    )
    values = [value for row in rows for value in row]
    if connection.vendor == "postgresql":
        numbers = dict(_ask_postgresql(statement, values))
    else:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            numbers = dict(cursor.fetchall())
    return [numbers[row[3]] for row in rows]


def _ask_postgresql(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    from psycopg import Cursor

    # Django's cursor would write the bodies into the text of the statement; this one sends them beside it, as bytes.
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        return cursor.execute(statement.encode(), values).fetchall()


def add_aside(read: ReadBatch, *, reason: str, now: datetime) -> bool:
    """The raw batch beside the chain. False when it lies there already."""
    if Batch.objects.filter(hash=read.batch.hash).exists():
        return False
    add_batches([batch_row(read, state=BatchState.ASIDE, ack="", now=now, reason=reason)])
    return True


def move_heads(ends: Iterable[tuple[BatchHeader, str]]) -> None:
    """These chains now end with these batches, each given by its header and its hash."""
    rows = [(header.device, header.inc, header.stream.value, header.seq, batch_hash, 0) for header, batch_hash in ends]
    places = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    statement = f"""INSERT INTO intake_chainhead (device, inc, stream, seq, hash, safe) VALUES {places}
        ON CONFLICT (device, inc) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def add_new_records(batches: Iterable[tuple[int, Sequence[RecordMark]]]) -> None:
    """The records of batches, given by their row numbers. Raises IntegrityError when any id is known."""
    rows = [_record_row(batch, place, mark) for batch, marks in batches for place, mark in enumerate(marks)]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(_INSERT, rows)
            return
        # Django does not turn errors of COPY into its own by itself.
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)


def add_records(batch: int, marks: Sequence[RecordMark]) -> list[str]:
    """Every record that is not there yet. Returns the ids under which another record was there first, both kept."""
    try:
        with transaction.atomic():
            add_new_records([(batch, marks)])
        return []
    except IntegrityError:  # some of these ids are known, or stand here twice: the long way tells which
        return _add_missing(batch, marks)


def _add_missing(batch: int, marks: Sequence[RecordMark]) -> list[str]:
    ids = [mark.id for mark in marks]
    doubles: list[str] = []
    # Another process may store one of these ids between our look and our insert: then what we wanted is not there.
    while missing := _missing(marks):
        known = SealedRecord.objects.filter(record_id__in=ids, doubled=False).values_list("record_id", "digest")
        digests = {record_id: bytes(digest) for record_id, digest in known}
        rows = []
        for place, mark in missing:
            is_double = digests.setdefault(mark.id, mark.digest) != mark.digest
            if is_double:
                doubles.append(mark.id)
            rows.append(_found_row(batch, place, mark, is_double=is_double))
        SealedRecord.objects.bulk_create(rows, ignore_conflicts=True)
    return doubles


def _missing(marks: Sequence[RecordMark]) -> list[tuple[int, RecordMark]]:
    known = SealedRecord.objects.filter(record_id__in=[mark.id for mark in marks]).values_list("record_id", "digest")
    stored = {(record_id, bytes(digest)) for record_id, digest in known}
    return [(place, mark) for place, mark in enumerate(marks) if (mark.id, mark.digest) not in stored]


def _record_row(batch: int, place: int, mark: RecordMark) -> _RecordRow:
    return (mark.id, mark.kind, mark.kid, mark.digest, batch, place)


def _found_row(batch: int, place: int, mark: RecordMark, *, is_double: bool) -> SealedRecord:
    state, reason = (RecordState.QUARANTINED, _DOUBLED) if is_double else (RecordState.WAITING, "")
    return SealedRecord(
        record_id=mark.id, kind=mark.kind, kid=mark.kid, digest=mark.digest, batch_id=batch, place=place,
        doubled=is_double, state=state, reason=reason,
    )  # fmt: skip
