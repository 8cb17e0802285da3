"""Reading a batch before anything is stored: signature first, then header, then, whole and bounded, the body.

Stores nothing and decides nothing about the chain.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from sync.batches import Batch, BatchHeader, body_is_whole, each_part, is_declared_lost, read_header, read_rekey
from sync.errors import Refused
from sync.hub.intake.models import BatchState
from sync.keys import VerifyKey


class RecordMark(NamedTuple):
    """What is kept of a record beside the batch it lies in. ``digest`` is SHA-256 of all of it but its id."""

    id: str
    kind: str
    kid: str
    digest: bytes


@dataclass(frozen=True)
class ReadBatch:
    """A batch whose header is proven. ``state`` is what it will be once stored; None when its body is not whole."""

    batch: Batch
    header: BatchHeader
    state: BatchState | None
    records: tuple[RecordMark, ...] = ()
    """In the order of its lines."""
    reason: str = ""
    new_key: VerifyKey | None = None
    """The key that signs the chain after this batch, when it changes."""


def mark(record_id: str, kind: str, kid: str, sealed: bytes) -> RecordMark:
    """What tells a repeated record from another one under the same id, without its sealed bytes."""
    content = b"|".join((kind.encode(), kid.encode(), sealed))
    return RecordMark(record_id, kind, kid, hashlib.sha256(content).digest())


def read_batch(batch: Batch, *, key: VerifyKey) -> ReadBatch:
    """Prove and open a batch of this station. Raises Untrusted (not signed by it) or Refused (no header of ours)."""
    header = read_header(batch, key=key)
    new_key = read_rekey(header, old=key)
    if new_key:  # it stands in the header; the body is empty
        return ReadBatch(batch, header, BatchState.STORED, new_key=new_key)
    if not body_is_whole(batch, header):
        return ReadBatch(batch, header, BatchState.LOST if is_declared_lost(batch, key=key) else None)
    try:
        return ReadBatch(batch, header, BatchState.STORED, tuple(starmap(mark, each_part(batch, header))))
    except Refused as error:
        # The station signed it like this: it will never look better, and the chain must go on.
        return ReadBatch(batch, header, BatchState.UNREADABLE, reason=str(error))
