"""Records read again out of the raw batches they lie in, for who opens, shows or proves them. Opens no seal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, starmap
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS

from sync.hub.intake.models import Batch, BatchState, SealedRecord
from sync.protocol import batches
from sync.protocol.batches import BatchHeader, each_part, each_record
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import read_unproven
from sync.protocol.records import Record


class RecordMark(NamedTuple):
    """What is kept of a record beside the batch it lies in. ``digest`` is SHA-256 of all of it but its id."""

    id: str
    kind: str
    kid: str
    digest: bytes


def mark(record_id: str, kind: str, kid: str, sealed: bytes) -> RecordMark:
    """What tells a repeated record from another one under the same id, without its sealed bytes."""
    content = b"|".join((kind.encode(), kid.encode(), sealed))
    return RecordMark(record_id, kind, kid, hashlib.sha256(content).digest())


def marks_of(batch: Batch) -> tuple[RecordMark, ...]:
    """The marks of the records in a stored body, in the order of its lines.

    That the station signed them was proven when the batch came in. Raises Refused or Untrusted when it cannot be read.
    """
    raw = batches.Batch(batch.line, bytes(batch.body))
    return tuple(starmap(mark, each_part(raw, BatchHeader.from_wire(read_unproven(raw.line)))))


def sealed_in(
    rows: Iterable[SealedRecord], *, using: str = DEFAULT_DB_ALIAS
) -> Iterator[tuple[SealedRecord, Record | None]]:
    """Each of these rows with its sealed record; None where its batch does not hold it any more.

    One body is open at a time; rows of one batch that stand beside each other share it.
    """
    for number, of_batch in groupby(rows, key=lambda row: row.batch_id):
        batch = Batch.objects.using(using).filter(id=number).first()
        lines = records_of(batch) if batch else ()
        for row in of_batch:
            record = lines[row.place] if row.place < len(lines) else None
            yield row, record if record and record.id == row.record_id else None


def sealed_record(row: SealedRecord) -> Record | None:
    """The sealed record of one row; None when its batch does not hold it any more."""
    return next(record for _, record in sealed_in([row]))


def records_of(batch: Batch) -> Sequence[Record]:
    """The records of a stored batch in the order of their lines; none when its body is gone or cannot be read.

    That the station signed them was proven when the batch came in.
    """
    if batch.state not in {BatchState.STORED, BatchState.ASIDE}:
        return ()
    raw = batches.Batch(batch.line, bytes(batch.body))
    try:
        return tuple(each_record(raw, BatchHeader.from_wire(read_unproven(raw.line))))
    except (Refused, Untrusted):
        return ()
