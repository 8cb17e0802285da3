"""Deciding about what was set aside, and planning contact. Every decision has a note and its audit event."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol

from django.db import IntegrityError, transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.batch_reader import records_of
from sync.hub.intake.incidents import open_incident
from sync.hub.intake.models import Batch, BatchState, Incident, IncidentKind, RecordState, SealedRecord, WorkTurn
from sync.hub.stations.models import Device
from sync.hub.stations.services import BY_ITSELF
from sync.hub.triage.contact_schedule import ContactPlan, write_plan
from sync.hub.triage.models import ContactCalendar, Decision, StationDamage, Subject, TriageVerdict
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason, RecordReason
from sync.protocol.records import Damage, RecordKind

MOST_NOTE = 300
_WAITING_AGAIN = {"state": RecordState.WAITING, "turn": WorkTurn.FIRST, "tries": 0}


class BatchDeed(Protocol):
    """A decision about one batch: ``release_batch`` or ``reject_batch``."""

    def __call__(self, batch_hash: str, *, note: str, by: str, now: datetime, seen: int = 0) -> None:
        """As each of them says."""


class DecisionFault(Reason):
    """Why a decision is not taken."""

    NOT_IN_QUARANTINE = "not-in-quarantine", "this record is not in quarantine any more"
    NOT_ASIDE = "not-aside", "this batch is not set aside"
    LET_IN_BEFORE = "let-in-before", "the records of this batch were let in before"
    NO_RECORDS = "no-records", "the records of this batch cannot be read"
    NOT_LOST = "not-lost", "this batch is not lost"
    NO_NOTE = "no-note", "a note is needed"
    LONG_NOTE = "long-note", "the note is longer than %(most)s characters"


def plan_contact(device_id: str, plan: ContactPlan, *, by: str, now: datetime, seen: int = 0) -> None:
    """When this station is expected from now on. Raises Device.DoesNotExist.

    ``seen`` is the version of the plan the person had before them; 0 for a station without one. Raises
    ChangedMeanwhile when it is another by now.
    """
    device = Device.objects.get(id=device_id)
    weekdays = "".join(str(day) for day in sorted(plan.weekdays))
    values = {"kind": plan.kind.value, "weekdays": weekdays, "every_days": plan.every_days, "by": by, "at": now}
    with transaction.atomic():
        # One conditional statement decides, whatever was read before: of two at once, one finds the other's row.
        if seen:
            is_kept = ContactCalendar.objects.filter(device=device, version=seen).update(version=seen + 1, **values)
        else:
            is_kept = ContactCalendar.objects.get_or_create(device=device, defaults=values)[1]
        if not is_kept:
            raise ChangedMeanwhile(ContactCalendar.objects.filter(device=device).first())
        audit.append(AuditEvent.CONTACT_PLANNED, by, at=now, name=device.name, device=device.id, plan=write_plan(plan))


def release_record(row_id: int, *, note: str, by: str, now: datetime, seen: int = 0) -> None:
    """Let the worker try a record again. Raises Refused when it is not in quarantine, or without a note.

    ``seen``, here and below, is how many decisions about this thing the person had before them. Raises
    ChangedMeanwhile when there are more by now.
    """
    _decide_record(row_id, TriageVerdict.RELEASED, AuditEvent.RECORD_RELEASED, note=note, seen=seen, by=by, now=now)


def reject_record(row_id: int, *, note: str, by: str, now: datetime, seen: int = 0) -> None:
    """A record stays in quarantine for good; it is kept. Raises as above."""
    _decide_record(row_id, TriageVerdict.REJECTED, AuditEvent.RECORD_REJECTED, note=note, seen=seen, by=by, now=now)


def _decide_record(
    row_id: int, verdict: TriageVerdict, event: AuditEvent, *, note: str, seen: int, by: str, now: datetime
) -> None:
    note = read_note(note)
    with transaction.atomic():
        _note(Subject.RECORD, str(row_id), verdict, note=note, seen=seen, by=by, now=now)
        row = SealedRecord.objects.get(id=row_id)
        # Of a wrong clock it is still to be known that a person has decided.
        reason = row.reason if row.reason == RecordReason.CLOCK else ""
        changes = {**_WAITING_AGAIN, "reason": reason} if verdict is TriageVerdict.RELEASED else {}
        # One conditional UPDATE decides, whatever was read before.
        if not SealedRecord.objects.filter(id=row_id, state=RecordState.QUARANTINED).update(
            **(changes or {"state": RecordState.QUARANTINED})
        ):
            raise Refused(DecisionFault.NOT_IN_QUARANTINE)
        audit.append(event, by, at=now, record=row.record_id, kind=row.kind, note=note)


def release_batch(batch_hash: str, *, note: str, by: str, now: datetime, seen: int = 0) -> None:
    """Let the worker list the records of a batch that was set aside. The batch itself stays beside its chain.

    Records that are known already change nothing. Raises Refused when it was let in before, cannot be read, or
    without a note; ChangedMeanwhile as above.
    """
    note = read_note(note)
    with transaction.atomic():
        _note(Subject.BATCH, batch_hash, TriageVerdict.RELEASED, note=note, seen=seen, by=by, now=now)
        row = _lock_aside(batch_hash, decided=seen)
        if row.count and not records_of(row):
            raise Refused(DecisionFault.NO_RECORDS)
        Batch.objects.filter(id=row.id).update(is_listed=False)
        audit.append(AuditEvent.BATCH_RELEASED, by, at=now, seq=row.seq, device=row.device, note=note)


def reject_batch(batch_hash: str, *, note: str, by: str, now: datetime, seen: int = 0) -> None:
    """A batch stays aside; it is kept. Raises Refused when its records were let in before, or without a note."""
    note = read_note(note)
    with transaction.atomic():
        _note(Subject.BATCH, batch_hash, TriageVerdict.REJECTED, note=note, seen=seen, by=by, now=now)
        row = _lock_aside(batch_hash, decided=seen)
        audit.append(AuditEvent.BATCH_REJECTED, by, at=now, seq=row.seq, device=row.device, note=note)


def _lock_aside(batch_hash: str, *, decided: int) -> Batch:
    row = Batch.objects.select_for_update().get(hash=batch_hash)
    if row.state != BatchState.ASIDE:
        raise Refused(DecisionFault.NOT_ASIDE)
    before = Decision.objects.filter(subject=Subject.BATCH, key=batch_hash, number__lte=decided)
    if before.filter(verdict=TriageVerdict.RELEASED).exists():
        raise Refused(DecisionFault.LET_IN_BEFORE)
    return row


def note_loss(batch_hash: str, *, note: str, by: str, now: datetime, seen: int = 0) -> None:
    """Somebody knows that the records of this batch are lost. Raises Refused for another batch, or without a note."""
    note = read_note(note)
    with transaction.atomic():
        row = Batch.objects.defer("body", "line").get(hash=batch_hash)
        if row.state != BatchState.LOST:
            raise Refused(DecisionFault.NOT_LOST)
        _note(Subject.BATCH, batch_hash, TriageVerdict.SETTLED, note=note, seen=seen, by=by, now=now)
        audit.append(AuditEvent.LOSS_NOTED, by, at=now, seq=row.seq, device=row.device, note=note)


def settle_incident(incident_id: int, *, note: str, by: str, now: datetime, seen: int = 0) -> None:
    """Somebody looked at it and it is done with. Raises Refused without a note, or Incident.DoesNotExist."""
    note = read_note(note)
    with transaction.atomic():
        row = Incident.objects.get(id=incident_id)
        _note(Subject.INCIDENT, str(incident_id), TriageVerdict.SETTLED, note=note, seen=seen, by=by, now=now)
        Incident.objects.filter(id=incident_id).update(is_open=False)
        audit.append(AuditEvent.INCIDENT_SETTLED, by, at=now, kind=row.kind, seq=row.seq, device=row.device, note=note)


def note_damage(damage: Damage, *, record_id: str, place: tuple[str, str, int], received_at: datetime) -> None:
    """A station says that a database of its own was damaged: kept, and an incident for a person to look at; once.

    ``place`` is where the record came: station, incarnation, number of the batch.
    """
    device, _, _ = place
    values = {"day": damage.day, "size": damage.size, "saved": damage.saved, "folder": damage.folder}
    with transaction.atomic():
        _, is_new = StationDamage.objects.get_or_create(
            record_id=record_id, defaults={"device": device, "received_at": received_at, **values}
        )
        if not is_new:
            return
        if not open_incident(IncidentKind.DATABASE_DAMAGED, place=place, key=record_id, at=received_at):
            return
        name = Device.objects.get(id=device).name
        audit.append(
            AuditEvent.STATION_DAMAGED, BY_ITSELF, at=received_at, name=name, device=device, saved=damage.saved
        )


def set_aside_late_ballots(*, by: str, now: datetime) -> int:
    """The hub's clock was ahead, and is right now: whatever it says came later than now came by now.

    Ballots among that are looked at again; the worker sets aside what that clock took for late, for a person to
    decide. Records that are not listed yet are not looked at. Returns how many are.
    """
    with transaction.atomic():
        ahead = Batch.objects.filter(received_at__gt=now)
        ballots = SealedRecord.objects.filter(kind=RecordKind.BALLOT, batch__in=ahead.values("id"))
        count = ballots.exclude(state=RecordState.QUARANTINED).update(**_WAITING_AGAIN, reason=RecordReason.CLOCK.value)
        ahead.update(received_at=now)
        if count:
            name = hashlib.sha256(f"clock|{now.isoformat()}".encode()).hexdigest()
            open_incident(IncidentKind.CLOCK_WRONG, place=("", "", 0), key=name, at=now)
            audit.append(AuditEvent.LATE_BALLOTS_ASIDE, by, at=now, records=count)
    return count


def read_note(note: str) -> str:
    """What a person wrote, as one line. Raises Refused when there is nothing in it, or too much."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in note).split())
    if not words:
        raise Refused(DecisionFault.NO_NOTE)
    if len(words) > MOST_NOTE:
        raise Refused(DecisionFault.LONG_NOTE, most=MOST_NOTE)
    return words


def _note(subject: Subject, key: str, verdict: TriageVerdict, *, note: str, seen: int, by: str, now: datetime) -> None:
    """One more decision, unless there is one the person has not seen."""
    decisions = Decision.objects.filter(subject=subject, key=key)
    if decisions.count() != seen:
        raise ChangedMeanwhile(decisions.first())
    values = {"verdict": verdict, "note": note, "by": by, "at": now}
    try:
        with transaction.atomic():
            Decision.objects.create(subject=subject, key=key, number=seen + 1, **values)
    except IntegrityError as error:  # another one came in between: the database takes each number once
        raise ChangedMeanwhile(decisions.first()) from error
