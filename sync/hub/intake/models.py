"""Tables of what stations sent: raw batches, their sealed records, and how far each chain has come.

The database checks no foreign key here: these tables take every batch.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sync.protocol.records import Stream


class BatchState(models.TextChoices):
    """What became of a batch."""

    STORED = "stored"
    """Part of its chain."""
    LOST = "lost"
    """Part of its chain; the station has declared that it lost the records."""
    UNREADABLE = "unreadable"
    """Part of its chain and kept as it came; its records cannot be read by this version."""
    ASIDE = "aside"
    """Not part of its chain: a fork, or sent by a revoked station. Kept for a person to decide."""


class Batch(models.Model):
    """A batch exactly as it was received: signed line 1, and the body below it."""

    device = models.CharField(max_length=32)
    inc = models.CharField(max_length=32)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of line 1: the value under the key (device, inc, seq)."""
    stream = models.CharField(max_length=16)
    line = models.TextField()
    body = models.BinaryField()
    """Empty once ``forgotten_at`` is set."""
    count = models.PositiveIntegerField()
    taken = models.CharField(max_length=40)
    """The station's own claim of the time; for ballots the day only."""
    received_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=BatchState.choices)
    reason = models.CharField(max_length=300, default="")
    ack = models.TextField(default="")
    """The signed acknowledgement, given again for every repeat. Empty for a batch set aside."""
    forgotten_at = models.DateTimeField(null=True, default=None)
    """When the body of a ballot batch was erased, its ballots being in the box."""
    is_listed = models.BooleanField(default=True, db_default=True)
    """False while the worker has still to list the records in its body. Until then the body must stay."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("device", "inc", "seq"), condition=~Q(state=BatchState.ASIDE), name="one_batch_per_place"
            ),
        )
        indexes = (
            models.Index(fields=("device", "-received_at"), name="batches_of_device"),
            # The few that need somebody: found without reading all the others, whose bodies lie before their state.
            models.Index(fields=("state",), condition=Q(state=BatchState.ASIDE), name="batches_aside"),
            models.Index(fields=("state",), condition=Q(state=BatchState.LOST), name="batches_lost"),
            models.Index(
                fields=("received_at",),
                condition=Q(forgotten_at=None, stream=Stream.BALLOTS.value),
                name="ballots_whole",
            ),
            models.Index(
                fields=("received_at",),
                condition=Q(forgotten_at=None, stream=Stream.ANSWERS.value),
                name="answers_whole",
            ),
            models.Index(fields=("id",), condition=Q(is_listed=False), name="batches_to_list"),
        )

    def __str__(self) -> str:
        return f"{self.device}/{self.inc}/{self.seq}"


class ChainHead(models.Model):
    """How far the hub has one chain of one station. ``safe`` is the last sequence number in a verified backup."""

    device = models.CharField(max_length=32)
    inc = models.CharField(max_length=32)
    stream = models.CharField(max_length=16)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    safe = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("device", "stream", "inc")
        constraints = (models.UniqueConstraint(fields=("device", "inc"), name="one_head_per_chain"),)

    def __str__(self) -> str:
        return f"{self.device}/{self.inc}: {self.seq}"


class RecordState(models.TextChoices):
    """What became of a sealed record."""

    WAITING = "waiting"
    """To be opened by the worker; stays so while its key or its kind is unknown."""
    APPLIED = "applied"
    """Opened, and what it holds is a report or a ballot in the box."""
    QUARANTINED = "quarantined"
    """Could not be applied. Kept, with its reason, for a person to decide."""


class WorkTurn(models.IntegerChoices):
    """When the worker tries a waiting record: those of a lower turn before those of a higher one."""

    FIRST = 0
    """In the order in which they came; also one over which the worker itself ended."""
    AGAIN = 1
    """It failed, and is tried again when nothing else is left."""
    TOGETHER = 2
    """A ballot: it enters the box with all others of its day."""
    HELD = 3
    """Not at all: its key or its kind is not known here."""


class SealedRecord(models.Model):
    """One record out of a batch, as the worker lists it, closed. Its sealed bytes stay in the batch's body."""

    record_id = models.CharField(max_length=32)
    kind = models.CharField(max_length=32)
    kid = models.CharField(max_length=64)
    digest = models.BinaryField()
    """SHA-256 of kind, key id and sealed bytes: tells a repeat from another record under the same id."""
    batch = models.ForeignKey(
        Batch, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="records"
    )
    """The one it came in first, which is kept whole until the record is applied."""
    place = models.PositiveSmallIntegerField()
    """Its line in the body of its batch, from 0."""
    # Almost every record begins like this, so it need not be said of each.
    doubled = models.BooleanField(default=False, db_default=False)
    """Another record with this id and other bytes was here first."""
    state = models.CharField(
        max_length=16, choices=RecordState.choices, default=RecordState.WAITING, db_default=RecordState.WAITING
    )
    turn = models.PositiveSmallIntegerField(choices=WorkTurn.choices, default=WorkTurn.FIRST, db_default=WorkTurn.FIRST)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    reason = models.CharField(max_length=300, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record_id",), condition=Q(doubled=False), name="one_record_per_id"),
            # Only of doubles, of which there are next to none: of all others the id alone is unique.
            models.UniqueConstraint(
                fields=("record_id", "digest"), condition=Q(doubled=True), name="one_double_per_content"
            ),
        )
        indexes = (
            # In the order of arrival: an index in the order of random ids costs as much as the table itself.
            models.Index(
                fields=("state", "batch"), condition=~Q(state=RecordState.APPLIED), name="records_not_applied"
            ),
            # As the worker takes them: the next are found at once, however many wait.
            models.Index(
                fields=("turn", "batch", "record_id"),
                condition=Q(state=RecordState.WAITING),
                name="records_in_turn",
            ),
            models.Index(
                fields=("turn", "kid", "kind"),
                condition=Q(state=RecordState.WAITING, turn=WorkTurn.HELD),
                name="records_held",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class IncidentKind(models.TextChoices):
    """What a person must look at, since the two sides can no longer settle it."""

    FORK = "fork"
    """Two different batches for one place in a chain: a restored or a cloned station."""
    DOUBLED_RECORD = "doubled-record"
    """Two different records under one id."""
    UNREADABLE_BATCH = "unreadable-batch"
    """A batch, rightly signed, whose records cannot be read."""
    DATABASE_DAMAGED = "database-damaged"
    """A station's own database was damaged; what could be read went on in a new one."""
    AFTER_REVOCATION = "after-revocation"
    """A batch from a revoked station."""
    LOG_DOUBTED = "log-doubted"
    """A station does not believe the ballot log. No batch is meant; ``hash`` names the alarm."""
    LOG_BEHIND = "log-behind"
    """A station has seen more of the ballot log than this database holds. ``hash`` as above."""
    AUDIT_REWRITTEN = "audit-rewritten"
    """The audit log of this hub is not the one whose head others hold. ``hash`` names the head."""
    TWO_MACHINES = "two-machines"
    """Two machines work under the key of one station. No batch is meant; ``hash`` names the station and the day."""
    PUT_BACK = "put-back"
    """A station knows less of its own chain than the hub: an earlier image, or a copy. ``hash`` as above."""
    OLD_KEY = "old-key"
    """A machine speaks with a key its station has changed since: an earlier image, or a copy. ``hash`` as above."""
    CLOCK_WRONG = "clock-wrong"
    """This hub's own clock was wrong. No station is meant; ``hash`` names the day."""
    LOG_FORKED = "log-forked"
    """Two ballot logs were signed under one name. No station is meant; ``hash`` as above."""
    PROMISE_OVERDUE = "promise-overdue"
    """A promised answer is not there in time. No station is meant; ``hash`` names the promise and the day."""
    PROMISE_LEFT_OUT = "promise-left-out"
    """New content leaves out a promise that is not kept. ``hash`` as above."""
    BALLOT_MISSED = "ballot-missed"
    """Somebody does not find their ballot. No station is meant; ``hash`` names the tracker."""


class Incident(models.Model):
    """Something that must not happen, and where it was first seen. What is like it is counted while it is open."""

    kind = models.CharField(max_length=32, choices=IncidentKind.choices)
    device = models.CharField(max_length=32)
    inc = models.CharField(max_length=32)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    """Of the batch that brought it to light."""
    at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1, db_default=1)
    """How often it has happened at this station until a person settled it."""
    is_open = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("kind", "hash"), name="one_incident_per_batch"),)
        indexes = (models.Index(fields=("device", "kind"), condition=Q(is_open=True), name="incidents_open"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.device}/{self.inc}/{self.seq}"


class SafePiece(models.Model):
    """A piece of an attachment that is in a verified backup, named by its SHA-256."""

    name = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.name
