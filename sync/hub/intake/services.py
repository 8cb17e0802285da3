"""Taking in batches. One call, one transaction: raw batch, head and signed acknowledgement, or nothing.

What is in a batch is the worker's affair (``worker/list_records.py``).

Whether a batch came over the network or on a stick makes no difference here. Stored batches are a signed chain of
their own and are no audit events; what is set aside or does not fit is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sync.hub.audit.events import AuditEvent
from sync.hub.intake import rows
from sync.hub.intake.chain import EMPTY_HEAD, ChainPlace, find_place
from sync.hub.intake.fast_path import BatchArrival, acknowledge, store_plain
from sync.hub.intake.group_commit import Alike, write
from sync.hub.intake.incidents import count_open, tell_incident
from sync.hub.intake.models import ChainHead, IncidentKind
from sync.hub.intake.signer import HubVoice
from sync.hub.intake.verify import ReadBatch, read_batch
from sync.hub.stations.allowance import Allowance, TooMuch
from sync.hub.stations.models import Device
from sync.hub.stations.selectors import signer_of
from sync.hub.stations.services import is_taken, note_refusal, note_success, switch_key
from sync.protocol.batches import Batch, claimed_kid
from sync.protocol.errors import Refused, Untrusted, kept_reason
from sync.protocol.jws import read_kid, read_unproven
from sync.protocol.messages import Head, Refusal
from sync.protocol.reasons import BatchReason

MOST_ASIDE = 100
"""Batches of one station that are kept beside its chains until a person settles the incident; more are counted. What is
not kept is not acknowledged: the station still has it, and may bring it then."""


class Outcome(Enum):
    """What became of a batch. The values of refusals are the reasons named in the signed answer."""

    ACKNOWLEDGED = "acknowledged"
    GAP = "gap"
    FORK = "fork"
    BODY = "body"
    REVOKED = "revoked"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    """Nobody known signed this. The only answer that is not signed."""


@dataclass(frozen=True)
class IntakeAnswer:
    """What to tell the station: a signed message, or for ``UNKNOWN`` plain words."""

    outcome: Outcome
    message: str


@dataclass(frozen=True)
class _Intake:
    """One batch on its way in."""

    arrival: BatchArrival
    device: Device
    head: Head

    @property
    def read(self) -> ReadBatch:
        """What came."""
        return self.arrival.read

    @property
    def voice(self) -> HubVoice:
        """What answers."""
        return self.arrival.voice

    @property
    def now(self) -> datetime:
        """When it came."""
        return self.arrival.now


def accept_batch(data: bytes, *, voice: HubVoice, now: datetime, allowance: Allowance | None = None) -> IntakeAnswer:
    """Take in one batch file. An acknowledgement means: committed, on disk, exactly once.

    Database errors (a full disk, a lock that does not come free) are raised, and then nothing was stored. So is
    TooMuch, where there is an ``allowance``: a person who brings a stick is none.
    """
    try:
        batch = Batch.from_bytes(data)
        signer = signer_of(claimed_kid(batch))
    except (Refused, Untrusted) as error:
        return IntakeAnswer(Outcome.UNKNOWN, str(error))
    if signer is None:
        return IntakeAnswer(Outcome.UNKNOWN, "no station with this key is enrolled here")
    try:
        read = read_batch(batch, key=signer.key)
        if read.header.device != signer.device:
            raise Refused(BatchReason.OTHER_STATION)
    except Untrusted as error:
        return IntakeAnswer(Outcome.UNKNOWN, str(error))
    except Refused as error:
        return _refuse_malformed(signer.device, batch, error, voice=voice, now=now)
    if allowance:
        _spend(allowance, signer.device, len(data), now=now)
    arrival = BatchArrival(read, voice, now)
    return write(lambda: _take_in(arrival), alike=Alike(_take_plain, arrival))


def _spend(allowance: Allowance, device: str, size: int, *, now: datetime) -> None:
    try:
        allowance.spend(device, size)
    except TooMuch as too_much:
        if too_much.is_news:
            write(lambda: note_refusal(device, BatchReason.TOO_MUCH.value, now=now))
        raise


def _take_plain(arrivals: Sequence[BatchArrival]) -> Mapping[int, IntakeAnswer]:
    return {at: IntakeAnswer(Outcome.ACKNOWLEDGED, ack) for at, ack in store_plain(arrivals).items()}


def _take_in(arrival: BatchArrival) -> IntakeAnswer:
    read, header = arrival.read, arrival.read.header
    # Read again inside the transaction: a revocation that was committed before counts.
    # Its row is locked, so that of several processes one at a time works on this station's chains.
    device = Device.objects.select_for_update(no_key=True).get(id=header.device)
    known = rows.stored_batch(header)
    row = ChainHead.objects.filter(device=device.id, inc=header.inc).first()
    intake = _Intake(arrival, device, rows.to_head(row) if row else EMPTY_HEAD)
    place = find_place(header, read.batch.hash, head=intake.head, known_hash=known.hash if known else None)
    if device.revoked_at is not None:
        return _refuse_revoked(intake, is_known=place is ChainPlace.REPEAT)
    if row and row.stream != header.stream:
        return _refuse(intake, Outcome.MALFORMED, Refused(BatchReason.STREAM))
    if known and place is ChainPlace.REPEAT:
        note_success(device.id, now=arrival.now)
        return IntakeAnswer(Outcome.ACKNOWLEDGED, known.ack)
    if place is ChainPlace.NEXT and not _may_sign(intake):
        return _refuse_fork(intake)
    if read.new_key and read.new_key.key.kid != device.kid and is_taken(read.new_key.key, by_others_than=device):
        return _refuse(intake, Outcome.MALFORMED, Refused(BatchReason.NEW_KEY_USED))
    return _BY_PLACE[place](intake)


def _may_sign(intake: _Intake) -> bool:
    """False when a key that was given up signs anything but what it was about to sign when it was given up."""
    kid = intake.read.kid
    if kid == intake.device.kid:
        return True
    if intake.read.new_key and intake.read.new_key.key.kid == intake.device.kid:
        return True  # the present key itself has signed this change
    header = intake.read.header
    last = rows.last_line(header.device, header.inc, intake.head.seq)
    return last is not None and read_kid(last) == kid and "rekey" not in read_unproven(last)


def _refuse_gap(intake: _Intake) -> IntakeAnswer:
    return _refuse(intake, Outcome.GAP, Refused(BatchReason.GAP, seq=intake.head.seq + 1))


def _refuse_fork(intake: _Intake) -> IntakeAnswer:
    _set_aside(intake, IncidentKind.FORK, BatchReason.FORK)
    return _refuse(intake, Outcome.FORK, Refused(BatchReason.HISTORY))


def _refuse_revoked(intake: _Intake, *, is_known: bool) -> IntakeAnswer:
    if not is_known:
        _set_aside(intake, IncidentKind.AFTER_REVOCATION, BatchReason.AFTER_REVOCATION)
    return _refuse(intake, Outcome.REVOKED, Refused(BatchReason.REVOKED))


def _store(intake: _Intake) -> IntakeAnswer:
    read, header = intake.read, intake.read.header
    if read.state is None:
        return _refuse(intake, Outcome.BODY, Refused(BatchReason.BODY))
    ack = acknowledge(intake.arrival, safe=intake.head.safe, epoch=intake.voice.epoch)
    rows.add_batches([rows.batch_row(read, state=read.state, ack=ack, now=intake.now)])
    rows.move_heads([(header, read.batch.hash)])
    if read.new_key and read.new_key.key.kid != intake.device.kid:
        switch_key(intake.device, read.new_key, now=intake.now)
    note_success(header.device, now=intake.now)
    return IntakeAnswer(Outcome.ACKNOWLEDGED, ack)


_BY_PLACE: dict[ChainPlace, Callable[[_Intake], IntakeAnswer]] = {
    ChainPlace.NEXT: _store,
    ChainPlace.GAP: _refuse_gap,
    ChainPlace.FORK: _refuse_fork,
}


def _set_aside(intake: _Intake, kind: IncidentKind, reason: BatchReason) -> None:
    if intake.read.state is None:
        return  # broken on the way; the whole one can still come
    header = intake.read.header
    is_kept = count_open(kind, header.device) < MOST_ASIDE
    if is_kept and not rows.add_aside(intake.read, reason=reason.value, now=intake.now):
        return  # it lies there already
    place = (header.device, header.inc, header.seq)
    event = AuditEvent.BATCH_SET_ASIDE
    tell_incident(kind, event, place=place, batch_hash=intake.read.batch.hash, at=intake.now, reason=reason.value)


def _refuse(intake: _Intake, outcome: Outcome, error: Refused) -> IntakeAnswer:
    note_refusal(intake.device.id, _kept(error), now=intake.now)
    refusal = Refusal(
        device=intake.device.id,
        reason=outcome.value,
        words=str(error),
        time=intake.now,
        epoch=intake.voice.epoch,
        inc=intake.read.header.inc,
        head=intake.head,
        batch=intake.read.batch.hash,
    )
    return IntakeAnswer(outcome, refusal.sign(intake.voice.key))


def _refuse_malformed(device: str, batch: Batch, error: Refused, *, voice: HubVoice, now: datetime) -> IntakeAnswer:
    write(lambda: note_refusal(device, _kept(error), now=now))
    refusal = Refusal(device, Outcome.MALFORMED.value, str(error), now, voice.epoch, batch=batch.hash)
    return IntakeAnswer(Outcome.MALFORMED, refusal.sign(voice.key))


def _kept(error: Refused) -> str:
    return kept_reason(error, otherwise=BatchReason.MALFORMED)
