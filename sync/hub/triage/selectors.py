"""Reading plans and decisions, and what still waits for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from sync.hub.intake.models import Batch, BatchState, Incident, IncidentKind, RecordState, SealedRecord
from sync.hub.intake.selectors import records_in
from sync.hub.triage.contact_schedule import ContactPlan
from sync.hub.triage.models import ContactCalendar, Decision, StationDamage, Subject, TriageVerdict
from sync.hub.triage.signs import BatchSign
from sync.protocol.records import Stream


def plan_of(device_id: str) -> ContactPlan:
    """When this station is expected."""
    row = ContactCalendar.objects.filter(device=device_id).first()
    return row.plan if row else ContactPlan()


def plan_version(device_id: str) -> int:
    """Of this station's plan; 0 as long as it has none of its own."""
    version = ContactCalendar.objects.filter(device=device_id).values_list("version", flat=True).first()
    return version or 0


def decisions_about(subject: Subject, key: object) -> list[Decision]:
    """Every decision about one thing, the newest first."""
    return list(Decision.objects.filter(subject=subject, key=str(key)))


def records_to_decide() -> QuerySet[SealedRecord]:
    """Records in quarantine that nobody has rejected."""
    return _quarantined().exclude(Exists(_rejections()))


def records_rejected() -> QuerySet[SealedRecord]:
    """Records in quarantine that shall stay out."""
    return _quarantined().filter(Exists(_rejections()))


def records_stuck() -> QuerySet[SealedRecord]:
    """Records that wait for a key or for a newer version of the hub. They go in by themselves."""
    return _with_batch(records_in(RecordState.WAITING).exclude(reason="")).order_by("id")


def batches_to_decide() -> QuerySet[Batch]:
    """Batches beside their chains about which nobody has decided."""
    return _undecided(BatchState.ASIDE)


def batches_lost() -> QuerySet[Batch]:
    """Batches whose records a station has declared lost, and nobody has taken note of it."""
    return _undecided(BatchState.LOST)


def _undecided(state: BatchState) -> QuerySet[Batch]:
    batches = Batch.objects.filter(state=state).exclude(Exists(_decisions(Subject.BATCH, OuterRef("hash"))))
    return batches.order_by("-id").defer("body", "line", "ack")


def batches_of_sign(sign: BatchSign) -> QuerySet[Batch]:
    """Batches beside which this sign stands, the newest first."""
    released = released_batches().values("key")
    decided = Batch.objects.filter(Exists(_decisions(Subject.BATCH, OuterRef("hash"))))
    return (
        {
            BatchSign.STORED: Batch.objects.filter(state=BatchState.STORED),
            BatchSign.UNREADABLE: Batch.objects.filter(state=BatchState.UNREADABLE),
            BatchSign.ASIDE: batches_to_decide(),
            BatchSign.LET_IN: decided.filter(state=BatchState.ASIDE, hash__in=released),
            BatchSign.STAYS_OUT: decided.filter(state=BatchState.ASIDE).exclude(hash__in=released),
            BatchSign.LOST: batches_lost(),
            BatchSign.LOSS_NOTED: decided.filter(state=BatchState.LOST),
        }[sign]
        .order_by("-id")
        .defer("body", "line", "ack")
    )


def newest_verdicts(subject: Subject, keys: Iterable[object]) -> Mapping[str, str]:
    """Of those about which something was decided: key to what holds."""
    found = Decision.objects.filter(subject=subject, key__in=[str(key) for key in keys]).order_by("number")
    return dict(found.values_list("key", "verdict"))


def released_batches() -> QuerySet[Decision]:
    """Decisions that let a batch in which had been set aside."""
    return Decision.objects.filter(subject=Subject.BATCH, verdict=TriageVerdict.RELEASED)


def ballot_batches_due(*, kept: timedelta, now: datetime) -> Iterator[QuerySet[Batch]]:
    """Batches of ballots or answers that came longer than ``kept`` ago, are wholly applied, and whose raw bytes are
    still there. One after the other for each stream: each has its own index.

    A batch that was set aside is one of them once a person has let it in. Batches with a record that waits or is in
    quarantine are none.
    """
    open_records = SealedRecord.objects.exclude(state=RecordState.APPLIED).filter(batch=OuterRef("id"))
    let_in = Q(state=BatchState.STORED) | Q(state=BatchState.ASIDE, hash__in=released_batches().values("key"))
    for stream in Stream:
        if stream.hides_order:
            whole = Batch.objects.filter(let_in, stream=stream.value).exclude(Exists(open_records))
            yield whole.filter(is_listed=True, forgotten_at=None, received_at__lt=now - kept)


def open_incidents() -> QuerySet[Incident]:
    """Everything that must not happen and did, and is not settled.

    A batch after a revocation is settled by what is decided about the batch: nothing else is to be said about it.
    """
    decided = Exists(_decisions(Subject.BATCH, OuterRef("hash")))
    return Incident.objects.filter(is_open=True).exclude(Q(kind=IncidentKind.AFTER_REVOCATION) & decided)


def damages_of(device_id: str) -> QuerySet[StationDamage]:
    """Damaged databases of a station, the newest first."""
    return StationDamage.objects.filter(device=device_id)


def damage_of(record_id: str) -> StationDamage | None:
    """The word on damage that came in this record."""
    return StationDamage.objects.filter(record_id=record_id).first()


def settled_among(incidents: Iterable[Incident]) -> set[int]:
    """The row numbers of those that are settled."""
    keys = {incident.pk for incident in incidents}
    return keys - set(open_incidents().filter(pk__in=keys).values_list("pk", flat=True))


def _quarantined() -> QuerySet[SealedRecord]:
    return _with_batch(records_in(RecordState.QUARANTINED)).order_by("reason", "id")


def _rejections() -> QuerySet[Decision]:
    """About a record, where nothing else was decided later."""
    decisions = _decisions(Subject.RECORD, Cast(OuterRef("id"), CharField())).filter(verdict=TriageVerdict.REJECTED)
    later = Decision.objects.filter(subject=Subject.RECORD, key=OuterRef("key"), number__gt=OuterRef("number"))
    return decisions.exclude(Exists(later))


def _with_batch(records: QuerySet[SealedRecord]) -> QuerySet[SealedRecord]:
    return records.select_related("batch").defer("batch__line", "batch__body", "batch__ack")


def _decisions(subject: Subject, key: object) -> QuerySet[Decision]:
    return Decision.objects.filter(subject=subject, key=key)
