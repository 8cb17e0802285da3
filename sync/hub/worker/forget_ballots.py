"""Forgetting the way a ballot came: the raw bodies of ballot batches are erased once they are of no more use.

Until then the raw batch is kept, since it is the only proof of what the station signed and the only way to box its
ballots again. The signed header, its hash and the acknowledgement stay for ever: the chain remains provable.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.models import Batch
from sync.hub.triage.selectors import ballot_batches_due
from sync.hub.worker.apply import BY_WORKER


def forget_ballot_batches(*, kept: timedelta, now: datetime) -> int:
    """Erase the bodies of batches of ballots or answers that came longer than ``kept`` ago and are wholly applied.

    Returns how many. A batch that was set aside is one of them once a person has let it in. Batches with a record that
    waits or is in quarantine stay whole.
    """
    return sum(_forget(done, now=now) for done in ballot_batches_due(kept=kept, now=now))


def _forget(done: QuerySet[Batch], *, now: datetime) -> int:
    if not done.exists():
        return 0
    with transaction.atomic():
        count = done.update(body=b"", forgotten_at=now)
        audit.append(AuditEvent.BALLOT_BATCHES_FORGOTTEN, BY_WORKER, at=now, batches=count)
    return count


def clear_journal() -> None:
    """Empty the database's journal, which still holds what was just erased, in the order in which it was written.

    Does nothing while somebody reads, and nothing on a database server; there it is the server's own affair.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
