"""Tables of what people decided: when a station is expected, and what is to become of what was set aside."""

from __future__ import annotations

from django.db import models

from sync.hub.stations.models import Device
from sync.hub.triage.contact_schedule import ContactPlan, PlanKind


class ContactCalendar(models.Model):
    """When one station is expected to report. A station without a row is expected every day."""

    device = models.OneToOneField(Device, on_delete=models.CASCADE, primary_key=True, related_name="calendar")
    kind = models.CharField(max_length=16)
    """A ``PlanKind``."""
    weekdays = models.CharField(max_length=7, default="")
    """Digits 0 (Monday) to 6, for the kind ``weekdays``."""
    every_days = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    """Grows with each change. A station without a row is at version 0."""
    by = models.CharField(max_length=150, default="")
    at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return f"{self.device_id}: {self.kind}"

    @property
    def plan(self) -> ContactPlan:
        """The row as the rule takes it."""
        return ContactPlan(PlanKind(self.kind), frozenset(int(digit) for digit in self.weekdays), self.every_days)


class Subject(models.TextChoices):
    """What a decision is about."""

    RECORD = "record"
    BATCH = "batch"
    INCIDENT = "incident"


class TriageVerdict(models.TextChoices):
    """What a person decided."""

    RELEASED = "released"
    """Let in: its records wait for the worker again."""
    REJECTED = "rejected"
    """Stays out. Kept all the same."""
    SETTLED = "settled"
    """Looked at, and done with."""


class Decision(models.Model):
    """One decision about one thing. A later one is another row: the newest holds, those before it stay."""

    subject = models.CharField(max_length=16, choices=Subject.choices)
    key = models.CharField(max_length=64)
    """Row number of a record or an incident, hash of a batch."""
    number = models.PositiveIntegerField(default=1)
    """Of the decisions about this thing, from 1."""
    verdict = models.CharField(max_length=16, choices=TriageVerdict.choices)
    note = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("subject", "key", "number"), name="one_decision_per_number"),)

    def __str__(self) -> str:
        return f"{self.subject} {self.key}: {self.verdict}"


class StationDamage(models.Model):
    """A database of a station that was damaged, as the station told it."""

    record_id = models.CharField(max_length=32, primary_key=True)
    device = models.CharField(max_length=32)
    day = models.DateField()
    size = models.BigIntegerField()
    """Of the damaged file, in bytes."""
    saved = models.PositiveIntegerField()
    """Records that were saved into a new database."""
    folder = models.CharField(max_length=40)
    """Where the file lies at the station, below its data folder."""
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-received_at",)
        indexes = (models.Index(fields=("device",), name="damage_of_device"),)

    def __str__(self) -> str:
        return f"{self.device}: {self.folder}"
