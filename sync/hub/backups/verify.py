"""Proving a copy of the database by reading all of it: no batch, no record and no log entry is other than it should be.

A copy that was only written has proven nothing. Reads; changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from sync.hub.audit.selectors import verify_chain
from sync.hub.backups.dump import opened
from sync.hub.intake.batch_reader import mark, sealed_in
from sync.hub.intake.models import Batch, BatchState, ChainHead, RecordState, SealedRecord
from sync.hub.intake.selectors import count_unlisted
from sync.hub.stations.models import HubIdentity
from sync.protocol.encoding import from_base64url, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.signed_note import AuditHead

Place = tuple[str, str]
"""A station and an incarnation: one chain."""


@dataclass(frozen=True)
class Proof:
    """What a whole copy holds: whose database it is, and how far each chain goes (sequence number and hash).

    ``records`` are those of all batches, listed or not.
    """

    epoch: str
    heads: Mapping[Place, tuple[int, str]]
    batches: int
    records: int
    audit: AuditHead | None = None
    """The newest entry of the audit log in it."""


def prove_copy(path: Path) -> Proof:
    """Read a copy from end to end. Raises Refused, naming the first thing that is not as it should be."""
    with opened(path) as copy:
        try:
            return _prove(copy)
        except Refused:
            raise
        except Exception as error:  # whatever stands in the way of reading it: it is not proven
            raise Refused(f"the copy of the database cannot be read: {error}") from error


def _prove(copy: str) -> Proof:
    with connections[copy].cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        if (said := cursor.fetchone()[0]) != "ok":
            raise Refused(f"the copy of the database is damaged: {said}")
    ends, batches = _walk_chains(copy)
    heads = {(row.device, row.inc): (row.seq, row.hash) for row in ChainHead.objects.using(copy)}
    if heads != ends:
        raise Refused("the ends of the chains are not where the copy says they are")
    log = verify_chain(using=copy)
    if log.broken_at is not None:
        raise Refused(f"the log in the copy is broken at entry {log.broken_at}")
    head = AuditHead(log.entries, log.last_hash) if log.entries else None
    return Proof(HubIdentity.objects.using(copy).get().epoch, heads, batches, _check_records(copy), head)


def _walk_chains(copy: str) -> tuple[dict[Place, tuple[int, str]], int]:
    ends: dict[Place, tuple[int, str]] = {}
    count = 0
    chained = Batch.objects.using(copy).exclude(state=BatchState.ASIDE).order_by("device", "inc", "seq")
    for batch in chained.iterator(100):
        count += 1
        seq, last = ends.get((batch.device, batch.inc), (0, ""))
        with foreign(Refused, f"batch {batch.seq} of station {batch.device} cannot be read"):
            claims = parse_json_object(from_base64url(batch.line.split(".")[1]))
            follows = batch.seq == claims["seq"] == seq + 1 and claims["prev"] == last
        if not follows or hashlib.sha256(batch.line.encode()).hexdigest() != batch.hash:
            raise Refused(f"batch {batch.seq} of station {batch.device} does not continue its chain")
        has_body = batch.forgotten_at is None and batch.state != BatchState.LOST
        if has_body and hashlib.sha256(batch.body).hexdigest() != claims.get("body"):
            raise Refused(f"batch {batch.seq} of station {batch.device} is not the one the station signed")
        ends[batch.device, batch.inc] = (batch.seq, batch.hash)
    return ends, count


def _check_records(copy: str) -> int:
    kept_whole = SealedRecord.objects.using(copy).exclude(state=RecordState.APPLIED).order_by("batch_id", "place")
    for row, record in sealed_in(kept_whole.iterator(500), using=copy):
        said = mark(record.id, record.kind, record.kid, record.sealed) if record else None
        if said != (row.record_id, row.kind, row.kid, bytes(row.digest)):
            raise Refused(f"the sealed record {row.record_id} is not the one that was stored")
    return SealedRecord.objects.using(copy).count() + count_unlisted(using=copy)
