"""Tables of the count: who did which step when, and the mixed envelopes on their way from one person to the other."""

from __future__ import annotations

from django.db import models


class CountingStep(models.TextChoices):
    """What is done to a closed poll, in this order."""

    BOX_TAKEN = "box-taken"
    """By the holder of the mix key."""
    MIXED_BROUGHT = "mixed-brought"
    """By the same."""
    MIXED_TAKEN = "mixed-taken"
    """By the holder of the tally key: a second person."""
    RESULT_KEPT = "result-kept"
    """By the same, or at the command line."""
    RESULT_PUBLISHED = "result-published"


class CountingDeed(models.Model):
    """One step, done once or several times. Only added to."""

    poll = models.CharField(max_length=80)
    step = models.CharField(max_length=20, choices=CountingStep.choices)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    box_hash = models.CharField(max_length=64, default="", blank=True)
    """Of the box it was done with."""

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("poll", "step"), name="deeds_of_poll"),)

    def __str__(self) -> str:
        return f"{self.poll} {self.step}"


class EveningCount(models.Model):
    """A poll for one evening, as the station that opened it tells of it (``sync.protocol.evening_polls``)."""

    poll = models.CharField(max_length=80, primary_key=True)
    device = models.CharField(max_length=32)
    opened_at = models.DateTimeField()
    """When word of it came here."""
    result = models.TextField(default="", blank=True)
    """The result file that was made there, byte for byte; empty before."""
    result_at = models.DateTimeField(null=True, blank=True)
    """When that came here."""
    keys_in = models.CharField(max_length=32, default="", blank=True)
    """The id of the sealed record with both counting keys; empty as long as they were not handed over. They are kept
    nowhere else."""
    recount_is_same = models.BooleanField(null=True, blank=True)
    """Whether opening and counting the ballots here gave the same result; None as long as that was not done."""

    class Meta:
        ordering = ("-opened_at", "poll")

    def __str__(self) -> str:
        return self.poll


class MixedBox(models.Model):
    """Mixed envelopes that wait for the second person. Nobody reads them without the tally key. Gone when counted."""

    poll = models.CharField(max_length=80, primary_key=True)
    by = models.CharField(max_length=150)
    box_hash = models.CharField(max_length=64)
    data = models.BinaryField()
    """The file, byte for byte."""

    def __str__(self) -> str:
        return self.poll
