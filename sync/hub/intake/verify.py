"""Proving a batch before anything is stored: signature first, then header, then that the body is whole.

What is in the body is not looked at; the worker does that (``worker/list_records.py``). Stores nothing and decides
nothing about the chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.hub.intake.models import BatchState
from sync.protocol.batches import Batch, BatchHeader, NextKey, body_is_whole, is_declared_lost, read_header, read_rekey
from sync.protocol.keys import VerifyKey


@dataclass(frozen=True)
class ReadBatch:
    """A batch whose header is proven. ``state`` is what it will be once stored; None when its body is not whole."""

    batch: Batch
    header: BatchHeader
    kid: str
    """Id of the key that signed it."""
    state: BatchState | None
    new_key: NextKey | None = None
    """The key that signs the chain after this batch, when it changes."""


def read_batch(batch: Batch, *, key: VerifyKey) -> ReadBatch:
    """Prove a batch of this station. Raises Untrusted (not signed by it) or Refused (no header of ours)."""
    header = read_header(batch, key=key)
    new_key = read_rekey(header, old=key)
    if new_key:  # it stands in the header; the body is empty
        return ReadBatch(batch, header, key.kid, BatchState.STORED, new_key=new_key)
    if body_is_whole(batch, header):
        return ReadBatch(batch, header, key.kid, BatchState.STORED)
    return ReadBatch(batch, header, key.kid, BatchState.LOST if is_declared_lost(batch, key=key) else None)
