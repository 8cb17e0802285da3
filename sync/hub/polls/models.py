"""Tables of polls: what was published, the box of still closed ballots, the result.

The box must not tell when or where a ballot was cast: it has no time, no station, no batch, no running number, and
(in the embedded database) no hidden row number either; its order is the order of random hashes.
"""

from __future__ import annotations

from django.db import models


class PublishedPoll(models.Model):
    """A poll exactly as it was published in one version. The definition is never changed."""

    poll = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    hash = models.CharField(max_length=64)
    """What ballots name: SHA-256 of the canonical JSON of the definition."""
    opens = models.DateField()
    closes = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("poll", "version")
        constraints = (models.UniqueConstraint(fields=("poll", "version"), name="one_definition_per_version"),)

    def __str__(self) -> str:
        return f"{self.poll} {self.version}"


class BoxedBallot(models.Model):
    """A ballot in the box, in its inner envelope, which only both trustees together can open."""

    inner_hash = models.CharField(max_length=64, primary_key=True)
    """SHA-256 of the inner envelope."""
    poll = models.CharField(max_length=80)
    tracker = models.CharField(max_length=20)
    inner = models.BinaryField()

    class Meta:
        ordering = ("poll", "inner_hash")
        indexes = (
            models.Index(fields=("poll", "inner_hash"), name="ballots_of_poll"),
            models.Index(fields=("tracker",), name="ballots_by_tracker"),
        )

    def __str__(self) -> str:
        return self.tracker


class Tally(models.Model):
    """The result of one poll. All figures can be recounted from ``result``, the published file."""

    poll = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveIntegerField()
    poll_hash = models.CharField(max_length=64)
    box_hash = models.CharField(max_length=64)
    """SHA-256 over the sorted hashes of all ballots that were in the box when it was counted."""
    counted_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    counts = models.JSONField()
    """Option id to number of ballots that chose it."""
    choices = models.JSONField()
    """Every valid choice, as a sorted list of lists of option ids."""
    result = models.TextField()
    """The result file, byte for byte."""

    def __str__(self) -> str:
        return self.poll
