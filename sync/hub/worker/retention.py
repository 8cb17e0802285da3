"""Letting go of what is of no more use: settled reports and contributions, and the raw batches they came in. Those of
ballots go sooner (``forget_ballots.py``).

The signed line, its hash and the acknowledgement stay, so that the chain remains provable and repeats are known; the
reports that were in it live on in their own table.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.closures.services import erase_closures
from sync.hub.contributions.erasing import erase_settled_contributions
from sync.hub.enclosures.erasing import erase_contacts, erase_enclosures
from sync.hub.handover.models import Handover
from sync.hub.intake.models import Batch, BatchState, ChainHead, RecordState, SealedRecord
from sync.hub.publishing.shift_plans import erase_past_shifts
from sync.hub.reports.erasing import erase_settled_reports
from sync.protocol.data_sheets import SETTLED_DAYS
from sync.protocol.records import Stream

SHORTEST = timedelta(days=90)
"""A station may send again what it keeps for 30 days; a hub restored from a backup needs its own batches longer."""

LONGEST = timedelta(days=36_500)
"""A hundred years: longer than any hub keeps anything."""


def keep_time(*, by: str, now: datetime) -> int:
    """Erase all whose time is over, by the figures people are told (``data_sheets``). Returns how many reports
    and contributions.

    With the words goes what the receiver said to them, and the raw batches they came in. Contacts, photos and spoken
    messages have sooner ends of their own (``enclosures.erasing``); here they go at the latest, whatever is set there.
    """
    kept = timedelta(days=SETTLED_DAYS)
    with transaction.atomic():
        while erase_contacts(kept=kept, now=now) or erase_enclosures(kept=kept, now=now):
            pass
        count = erase_settled_reports(days=SETTLED_DAYS, now=now)
        if count:
            Handover.objects.filter(report__is_erased=True).exclude(said="").update(said="")
        count += erase_settled_contributions(days=SETTLED_DAYS, now=now)
        erase_closures(days=SETTLED_DAYS, now=now)
        erase_past_shifts(now)
    drop_report_batches(kept=kept, by=by, now=now)
    return count


def drop_report_batches(*, kept: timedelta, by: str, now: datetime) -> int:
    """Erase the bodies of report batches older than ``kept`` that are applied and in a proven backup. Returns how many.

    Raises ValueError for less than ``SHORTEST``.
    """
    if kept < SHORTEST:
        raise ValueError(f"raw batches are kept for at least {SHORTEST.days} days")
    open_records = SealedRecord.objects.exclude(state=RecordState.APPLIED).filter(batch=OuterRef("id"))
    safe = ChainHead.objects.filter(device=OuterRef("device"), inc=OuterRef("inc"), safe__gte=OuterRef("seq"))
    done = Batch.objects.filter(
        Exists(safe),
        stream=Stream.REPORTS.value,
        state=BatchState.STORED,
        is_listed=True,
        forgotten_at=None,
        received_at__lt=now - kept,
    ).exclude(Exists(open_records))
    with transaction.atomic():
        count = done.update(body=b"", forgotten_at=now)
        if count:
            audit.append(AuditEvent.REPORT_BATCHES_DROPPED, by, at=now, batches=count, days=kept.days)
    return count
