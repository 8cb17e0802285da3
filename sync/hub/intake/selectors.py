"""Reading what stations sent: chains, batches, what waits, what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from sync.hub.intake.models import Batch, BatchState, ChainHead, RecordState, SealedRecord, WorkTurn
from sync.hub.intake.rows import to_head
from sync.protocol.messages import MOST_HEADS, Head

MOST_SHOWN_CHAINS = 6
"""Two machines have at most four between them that go on."""


def heads_for(device_id: str, *, named: Iterable[str]) -> dict[str, Head]:
    """Where the hub stands in a station's chains, by incarnation: those it named first, then the newest."""
    rows = list(ChainHead.objects.filter(device=device_id).order_by("-id"))
    wanted = set(named)
    rows.sort(key=lambda row: row.inc not in wanted)
    return {row.inc: to_head(row) for row in rows[:MOST_HEADS]}


def chains_of(device_id: str) -> QuerySet[ChainHead]:
    """Every chain of a station."""
    return ChainHead.objects.filter(device=device_id).order_by("stream", "-id")


def newest_chains(device_id: str) -> list[tuple[ChainHead, datetime | None]]:
    """The chains of a station that something came of last, each with when: where copies of it are looked for."""
    at_head = Batch.objects.filter(device=device_id, inc=OuterRef("inc"), seq=OuterRef("seq"))
    last = at_head.exclude(state=BatchState.ASIDE).values("received_at")[:1]
    chains = ChainHead.objects.filter(device=device_id).annotate(came_at=Subquery(last))
    return [(chain, chain.came_at) for chain in chains.order_by(F("came_at").desc(nulls_last=True))[:MOST_SHOWN_CHAINS]]


def newest_batches(device_id: str | None = None) -> QuerySet[Batch]:
    """Batches without their bodies, the newest first; of one station, or of all."""
    batches = Batch.objects.defer("body", "line", "ack").order_by("-id")
    return batches.filter(device=device_id) if device_id else batches


def batches_to_list() -> QuerySet[Batch]:
    """Batches whose records the worker has not listed yet, in the order in which they came."""
    return Batch.objects.filter(is_listed=False).order_by("id")


def count_unlisted(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """How many records lie in them."""
    found: int = batches_to_list().using(using).aggregate(records=Sum("count", default=0))["records"]
    return found


def count_waiting() -> int:
    """How many records have come and are not opened, listed or not."""
    return count_unlisted() + records_in(RecordState.WAITING).count()


def count_together() -> int:
    """How many ballots have come and wait for the others of their day."""
    waiting = SealedRecord.objects.filter(state=RecordState.WAITING, turn=WorkTurn.TOGETHER)
    return waiting.count()


def records_in(state: RecordState) -> QuerySet[SealedRecord]:
    """Records that are waiting or in quarantine, however many have been applied.

    SQLite takes an index with a condition only where the query says the condition, too.
    """
    return SealedRecord.objects.exclude(state=RecordState.APPLIED).filter(state=state)


def count_records() -> dict[str, int]:
    """How many records there are in each state. Those that are not listed yet are waiting, too."""
    others = {state: records_in(state).count() for state in RecordState if state != RecordState.APPLIED}
    applied = SealedRecord.objects.count() - sum(others.values())  # nothing is read of them
    others[RecordState.WAITING] += count_unlisted()
    return {RecordState.APPLIED.value: applied, **{state.value: number for state, number in others.items()}}


def records_called(ids: Iterable[str]) -> list[SealedRecord]:
    """The records with these ids, and what doubles them: by id, each double behind the one that was here first."""
    named = list(ids)
    by_id = SealedRecord.objects.filter(record_id__in=named)
    # Each half has its index, which is taken where the question repeats its condition.
    return sorted(
        [*by_id.filter(doubled=False), *by_id.filter(doubled=True)], key=lambda row: (row.record_id, row.doubled)
    )
