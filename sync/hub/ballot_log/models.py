"""Tables of the ballot log. The database itself refuses to change or remove a line of it, or a checkpoint.

All of it is public. The log knows days only, and its order is by day, then by random hashes.
"""

from __future__ import annotations

from django.db import models


class LogLine(models.Model):
    """One ballot, by the hash of its inner envelope, at its place in the log."""

    number = models.PositiveIntegerField(primary_key=True)
    poll = models.CharField(max_length=80)
    mark = models.CharField(max_length=64, default="", blank=True)
    """The mark of the participation code it was cast with; empty where the poll takes none."""
    inner_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.inner_hash}"


class LogTile(models.Model):
    """The root over the lines of one whole file of the log, so that proofs need not read them."""

    number = models.PositiveIntegerField(primary_key=True)
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}: {self.root}"


class LogCheckpoint(models.Model):
    """What the hub has signed about the log. For one size of one log there is one, and never another."""

    origin = models.CharField(max_length=100)
    """The name of the log; another key makes another log of the same lines."""
    size = models.PositiveIntegerField()
    note = models.TextField()
    day = models.DateField()

    class Meta:
        ordering = ("origin", "size")
        constraints = (models.UniqueConstraint(fields=("origin", "size"), name="one_checkpoint_per_size"),)

    def __str__(self) -> str:
        return f"{self.size} on {self.day}"


class RebuiltCheckpoint(models.Model):
    """A checkpoint taken from a published copy: signed by this hub before its database came from a backup."""

    origin = models.CharField(max_length=100)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "size"), name="rebuilt_once_per_size"),)

    def __str__(self) -> str:
        return f"{self.size} of {self.origin}"


class LogRound(models.Model):
    """One row: the day on which the box was last looked at for the log."""

    one = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()

    def __str__(self) -> str:
        return str(self.day)


class WitnessedCheckpoint(models.Model):
    """A checkpoint of ours that a station has and this database has not: it was restored from a backup."""

    note = models.TextField(unique=True)
    origin = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    device = models.CharField(max_length=32)

    class Meta:
        ordering = ("-size",)

    def __str__(self) -> str:
        return f"{self.size} at {self.device}"


class LogHold(models.Model):
    """One row, since this database was restored from a backup (``hold.py``)."""

    one = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField()
    is_heard = models.BooleanField(default=False)
    """True once any station has told what it has seen of the log."""

    def __str__(self) -> str:
        return str(self.since)


class AwaitedWitness(models.Model):
    """A station that may have seen more of the log than this database holds, and has not told yet."""

    device = models.CharField(max_length=32, primary_key=True)

    class Meta:
        ordering = ("device",)

    def __str__(self) -> str:
        return self.device
