"""Tables of the hand-over: where each report is on its way to the receiver, and how the receiver itself is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import models

from sync.hub.reports.models import DefectReport


class HandoverState(StrEnum):
    """Where a report is. Each is written before what may follow from it is done."""

    WAITING = "waiting"
    INCOMPLETE = "incomplete"
    """It waits for something of itself: its reason says for what."""
    SENT = "sent"
    """On its way just now. Found like this after a crash, its answer is lost."""
    ANSWER_LOST = "answer_lost"
    """It may be there or not: it is looked for, and never sent again unseen."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """As it is, it will not be taken: somebody has to decide."""
    KEPT_HERE = "kept_here"
    """Somebody decided that it does not go there."""


class Handover(models.Model):
    """One report on its way."""

    report = models.OneToOneField(DefectReport, on_delete=models.PROTECT, primary_key=True, related_name="handover")
    state = models.CharField(max_length=20, default=HandoverState.WAITING.value)
    reason = models.CharField(max_length=400, blank=True)
    """As ``Reason.kept``."""
    said = models.TextField(blank=True)
    """What the receiver said to it, in its own words."""
    service_code = models.CharField(max_length=60, blank=True)
    """Under which category of the receiver it was sent."""
    request_id = models.CharField(max_length=60, blank=True)
    """Its number over there."""
    token = models.CharField(max_length=100, blank=True)
    """What its number can be asked for with, at a receiver that gives numbers later."""
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    """When the newest try began."""
    asked_at = models.DateTimeField(null=True)
    """When the receiver was last asked how far it is."""
    missing_since = models.DateTimeField(null=True)
    told = models.JSONField(default=list)
    """What the receiver last said about it, so that a word of our own office stays until the receiver says more."""
    supports_told = models.PositiveIntegerField(default=0)
    """How many people the receiver was told of who said that it is what they mean, too."""
    supports_told_on = models.DateField(null=True)
    """When; at most once a day."""
    version = models.PositiveIntegerField(default=0)
    """The number of its newest ``HandoverStep``."""

    class Meta:
        indexes = (
            models.Index(fields=("state",), name="handovers_by_state"),
            models.Index(fields=("request_id",), name="handovers_by_number"),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.state}"


class HandoverStep(models.Model):
    """One change of state. Rows are added, and none is changed."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=400, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("handover", "number"), name="one_step_per_number"),)

    def __str__(self) -> str:
        return f"{self.handover_id}/{self.number}: {self.state}"


class ReceiverHealth(models.Model):
    """How the receiver is: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    trouble = models.CharField(max_length=400, blank=True)
    """As ``Reason.kept``; empty: it answered last time."""
    since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    """Before that nothing is sent."""
    listed_at = models.DateTimeField(null=True)
    """When it was last asked for its own open reports."""

    def __str__(self) -> str:
        return self.trouble or "well"

    def is_left_alone(self, now: datetime) -> bool:
        """It was in trouble, and is not asked again yet."""
        return self.next_try_at is not None and now < self.next_try_at


class ReportElsewhere(models.Model):
    """An open report of the receiver that did not come from a station: what, where, how far; words and picture as it
    shows them to everybody."""

    request_id = models.CharField(max_length=60, primary_key=True)
    """Its number over there."""
    public_name = models.CharField(max_length=32, unique=True)
    """What stations call it."""
    category = models.CharField(max_length=60)
    """Ours."""
    longitude = models.FloatField()
    latitude = models.FloatField()
    state = models.CharField(max_length=20)
    since = models.DateField()
    """The day of its state."""
    title = models.CharField(max_length=120, blank=True)
    """The beginning of its words."""
    picture_address = models.CharField(max_length=300, blank=True)
    """Where its picture lies over there."""
    picture_of = models.CharField(max_length=300, blank=True)
    """The address that was asked last; empty: none."""
    picture = models.BinaryField(null=True)
    """What came from there, made anew and small; None for nothing that can be shown."""
    gone_on = models.DateField(null=True)
    """Since when it is no longer among the open ones."""
    supports_told = models.PositiveIntegerField(default=0)
    supports_told_on = models.DateField(null=True)
    """As those of a ``Handover``."""

    def __str__(self) -> str:
        return self.request_id


class SupportElsewhere(models.Model):
    """Somebody at a station who said that it is exactly this. Which station is not kept."""

    record_id = models.CharField(max_length=32, primary_key=True)
    report = models.ForeignKey(ReportElsewhere, on_delete=models.PROTECT, related_name="supports")
    day = models.DateField()

    def __str__(self) -> str:
        return self.record_id
