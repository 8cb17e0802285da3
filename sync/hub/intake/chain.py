"""The rule of the chain: where a batch belongs. Takes values, returns a value; knows no database and no network."""

from __future__ import annotations

from enum import Enum, auto

from sync.protocol.batches import FIRST_HASH, BatchHeader
from sync.protocol.messages import Head

EMPTY_HEAD = Head(seq=0, hash=FIRST_HASH, safe=0)
"""Where a chain stands of which nothing is known."""


class ChainPlace(Enum):
    """Where a batch stands in its chain."""

    NEXT = auto()
    """It continues the chain."""
    REPEAT = auto()
    """It is stored already, this very batch."""
    GAP = auto()
    """Something before it is missing."""
    FORK = auto()
    """Another batch has its place, or it continues another history: a restored or a cloned station."""


def find_place(header: BatchHeader, batch_hash: str, *, head: Head, known_hash: str | None) -> ChainPlace:
    """Decide about one batch. ``known_hash`` is the hash of the batch stored at its place, None when there is none."""
    if known_hash is not None:
        return ChainPlace.REPEAT if known_hash == batch_hash else ChainPlace.FORK
    if header.seq != head.seq + 1:
        return ChainPlace.GAP
    return ChainPlace.NEXT if header.prev == head.hash else ChainPlace.FORK
