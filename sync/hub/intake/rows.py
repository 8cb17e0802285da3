"""The rows of batches, written inside the caller's transaction. Decides nothing; the intake's raw SQL stands here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from sync.hub.intake.models import Batch, BatchState, ChainHead
from sync.hub.intake.verify import ReadBatch
from sync.protocol.batches import BatchHeader
from sync.protocol.messages import Head

_BATCH = "device, inc, seq, hash, stream, line, body, count, taken, received_at, state, reason, ack, is_listed"
_BATCH_VALUES = f"({', '.join(['%s'] * 14)})"

BatchRow = tuple[Any, ...]
"""The columns of one raw batch."""


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
    """A raw batch, byte for byte, as a row. Its records, if it can have any, are still to be listed."""
    header = read.header
    place = (header.device, header.inc, header.seq, read.batch.hash, header.stream.value)
    received = connection.ops.adapt_datetimefield_value(now)
    said = (header.count, header.taken[:40], received, state.value, reason[:300], ack)
    is_listed = state is not BatchState.STORED or header.count == 0
    return (*place, read.batch.line, read.batch.body, *said, is_listed)


def add_batches(rows: Sequence[BatchRow]) -> None:
    """Raw batches, in one statement."""
    statement = f"INSERT INTO intake_batch ({_BATCH}) VALUES {', '.join([_BATCH_VALUES] * len(rows))}"  # noqa: S608
    values = [value for row in rows for value in row]
    if connection.vendor == "postgresql":
        _tell_postgresql(statement, values)
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _tell_postgresql(statement: str, values: Sequence[Any]) -> None:
    from psycopg import Cursor

    # Django's cursor would write the bodies into the text of the statement; this one sends them beside it, as bytes.
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), values)


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
