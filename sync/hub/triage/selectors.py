"""Reading plans and decisions, and what still waits for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from sync.hub.intake.models import Batch, BatchState, Incident, RecordState, SealedRecord
from sync.hub.intake.selectors import records_in
from sync.hub.triage.contact_schedule import ContactPlan
from sync.hub.triage.models import ContactCalendar, Decision, StationDamage, Subject, Verdict


def plans() -> Mapping[str, ContactPlan]:
    """Device id to plan, for every station that has one of its own."""
    return {row.device_id: row.plan for row in ContactCalendar.objects.all()}


def plan_of(device_id: str) -> ContactPlan:
    """When this station is expected."""
    row = ContactCalendar.objects.filter(device=device_id).first()
    return row.plan if row else ContactPlan()


def decision_about(subject: Subject, key: object) -> Decision | None:
    """The newest decision about one thing."""
    return Decision.objects.filter(subject=subject, key=str(key)).first()


def records_to_decide() -> QuerySet[SealedRecord]:
    """Records in quarantine that nobody has rejected."""
    rejected = _decisions(Subject.RECORD, Cast(OuterRef("id"), CharField())).filter(verdict=Verdict.REJECTED)
    return _quarantined().exclude(Exists(rejected))


def records_rejected() -> QuerySet[SealedRecord]:
    """Records in quarantine that shall stay out."""
    rejected = _decisions(Subject.RECORD, Cast(OuterRef("id"), CharField())).filter(verdict=Verdict.REJECTED)
    return _quarantined().filter(Exists(rejected))


def records_stuck() -> QuerySet[SealedRecord]:
    """Records that wait for a key or for a newer version of the hub. They go in by themselves."""
    return _with_batch(records_in(RecordState.WAITING).exclude(reason="")).order_by("id")


def batches_to_decide() -> QuerySet[Batch]:
    """Batches beside their chains about which nobody has decided."""
    batches = (
        Batch.objects.filter(state=BatchState.ASIDE)
        .order_by("-id")
        .exclude(Exists(_decisions(Subject.BATCH, OuterRef("hash"))))
    )
    return batches.defer("body", "line", "ack")


def batches_lost() -> QuerySet[Batch]:
    """Batches whose records a station has declared lost, and nobody has taken note of it."""
    batches = (
        Batch.objects.filter(state=BatchState.LOST)
        .order_by("-id")
        .exclude(Exists(_decisions(Subject.BATCH, OuterRef("hash"))))
    )
    return batches.defer("body", "line", "ack")


def released_batches() -> QuerySet[Decision]:
    """Decisions that let a batch in which had been set aside."""
    return Decision.objects.filter(subject=Subject.BATCH, verdict=Verdict.RELEASED)


def open_incidents() -> QuerySet[Incident]:
    """Everything that must not happen and did, and is not settled."""
    settled = _decisions(Subject.INCIDENT, Cast(OuterRef("id"), CharField()))
    return Incident.objects.exclude(Exists(settled))


def damages_of(device_id: str) -> QuerySet[StationDamage]:
    """Damaged databases of a station, the newest first."""
    return StationDamage.objects.filter(device=device_id)


def damage_of(record_id: str) -> StationDamage | None:
    """The word on damage that came in this record."""
    return StationDamage.objects.filter(record_id=record_id).first()


def settled_among(incidents: Iterable[Incident]) -> set[int]:
    """The row numbers of those that are settled."""
    keys = [str(incident.pk) for incident in incidents]
    found = Decision.objects.filter(subject=Subject.INCIDENT, key__in=keys).values_list("key", flat=True)
    return {int(key) for key in found}


def _quarantined() -> QuerySet[SealedRecord]:
    return _with_batch(records_in(RecordState.QUARANTINED)).order_by("reason", "id")


def _with_batch(records: QuerySet[SealedRecord]) -> QuerySet[SealedRecord]:
    return records.select_related("batch").defer("batch__line", "batch__body", "batch__ack")


def _decisions(subject: Subject, key: object) -> QuerySet[Decision]:
    return Decision.objects.filter(subject=subject, key=key)
