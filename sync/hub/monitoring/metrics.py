"""Measuring the hub: what waits, what is held back, how old the last proven backup is, how much disk is left."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from sync.hub.audit.checks import newest_check
from sync.hub.backups.models import BackupSeen
from sync.hub.contributions.models import CitizenContribution
from sync.hub.data_folder import HubFolder
from sync.hub.entries.search import Late, that_are_late
from sync.hub.intake import selectors
from sync.hub.intake.models import Batch, RecordState, WorkTurn
from sync.hub.monitoring.models import WorkerSeen
from sync.hub.publishing.repository import ContentRepository
from sync.hub.reports.models import DefectReport
from sync.hub.stations.models import Device
from sync.hub.triage import selectors as triage

SILENT_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Figure:
    """One figure, under the name monitoring knows it by. ``value`` is None while there is nothing to measure."""

    name: str
    meaning: str
    value: float | None
    label: str = ""
    """What kind of thing is counted, where one name counts several kinds."""


def measure(folder: HubFolder, *, now: datetime) -> list[Figure]:
    """Every figure of this hub."""
    return [
        *_records(),
        Figure("batches", "Batches that are part of a chain or lie beside one.", Batch.objects.count()),
        Figure(
            "batches_aside", "Batches beside the chains that wait for a decision.", triage.batches_to_decide().count()
        ),
        Figure(
            "incidents", "Things that must not happen and did, and are not settled.", triage.open_incidents().count()
        ),
        *_stations(now),
        *_entries(now),
        Figure("unopened_age_seconds", "Since the oldest record came that waits.", _seconds(unopened_age(now))),
        Figure("worker_age_seconds", "Since the worker's last sign of life.", _seconds(worker_age(now))),
        Figure("backup_age_seconds", "Since the newest proven backup was made.", _seconds(backup_age(now))),
        *_audit_log(now),
        Figure("disk_free_bytes", "Left on the disk of the data folder.", shutil.disk_usage(folder.root).free),
        Figure(
            "content_expires_seconds",
            "Until the content must be signed anew.",
            _seconds(content_left(folder.repository, now)),
        ),
    ]


def _records() -> Iterable[Figure]:
    rejected = triage.records_rejected().count()
    counts = selectors.count_records()
    counts[RecordState.QUARANTINED.value] -= rejected
    for state, count in {**counts, "rejected": rejected}.items():
        yield Figure("records", "Sealed records by state; quarantined: to be decided about.", count, label=state)


def _stations(now: datetime) -> Iterable[Figure]:
    trusted = Device.objects.filter(revoked_at=None)
    silent = trusted.exclude(seen__last_contact__gte=now - SILENT_AFTER)
    yield Figure("stations", "Stations that are trusted.", trusted.count())
    yield Figure("stations_silent", "Trusted stations that were not heard of for a day.", silent.count())


def _entries(now: datetime) -> Iterable[Figure]:
    """What people left and wait for: late is what the console calls late."""
    today = timezone.localdate(now)
    for rows, kind in ((DefectReport.objects, "reports"), (CitizenContribution.objects, "contributions")):
        last = rows.model.last_states
        for late, name, meaning in (
            (Late.REVIEW, "unseen", "nobody has looked at in time"),
            (Late.DUE, "overdue", "were promised by a day that has gone by"),
        ):
            found = rows.filter(that_are_late(late, last_states=last, now=now, today=today))
            words = f"Of the {kind} people left, those that {meaning}."
            yield Figure(f"{kind}_{name}", words, found.exclude(state__in=last).count())


def _audit_log(now: datetime) -> Iterable[Figure]:
    check = newest_check()
    broken = None if check is None else float(check.broken_at is not None)
    yield Figure("audit_log_broken", "1 when the last check of the whole audit log found it changed.", broken)
    age = now - check.at if check and check.at else None
    yield Figure("audit_check_age_seconds", "Since the whole audit log was last checked.", _seconds(age))


def backup_age(now: datetime) -> timedelta | None:
    """Since the newest proven backup was made; None when there is none."""
    newest = BackupSeen.objects.order_by("-made_at").first()
    return now - newest.made_at if newest else None


def content_left(repository: Path, now: datetime) -> timedelta | None:
    """Until the first signature of the published content runs out; None before the first publication."""
    expires = ContentRepository(repository).expires()
    return None if expires is None else expires - now


def worker_age(now: datetime) -> timedelta | None:
    """Since the worker last said that it is at work; None when it never did."""
    seen = WorkerSeen.objects.first()
    return now - seen.at if seen else None


def unopened_age(now: datetime) -> timedelta | None:
    """Since the oldest record came that could be opened and is not; None when nothing waits."""
    # Others wait for each other, for a key or for a newer version: that is told elsewhere, and no fault of the worker.
    waiting = selectors.records_in(RecordState.WAITING).filter(turn__lt=WorkTurn.TOGETHER).order_by("batch_id")
    came = (
        waiting.values_list("batch__received_at", flat=True).first(),
        selectors.batches_to_list().values_list("received_at", flat=True).first(),
    )
    oldest = min(filter(None, came), default=None)
    return now - oldest if oldest else None


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()
