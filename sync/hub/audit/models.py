"""The table of the audit log, of which a trigger in the database refuses every change and removal; and what the newest
check of all of it found.
"""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One event. ``hash`` covers all other members and the hash of the entry before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    by = models.CharField(max_length=150)
    """Who did it: a login name, or the part of the hub that acted by itself."""
    facts = models.TextField()
    """Canonical JSON object; which facts an event may name stands in ``events.py``. Nothing about a citizen."""
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=("event", "number"), name="audit_by_event"),
            # How often something was done in a year is counted without reading any.
            models.Index(fields=("event", "at"), name="audit_by_event_and_time"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.event}"


class AuditCheck(models.Model):
    """What the worker found when it last checked the whole log. At most one row, and no proof: whoever reaches the
    database can change it, until the next check.
    """

    at = models.DateTimeField(null=True)
    """None: somebody asked for the first check, and it is still to come."""
    entries = models.BigIntegerField(default=0)
    """So many were whole, the last time the log was."""
    last_hash = models.CharField(max_length=64, default="")
    """Of the last of these."""
    broken_at = models.BigIntegerField(null=True)
    """Number of the first entry that does not fit; None when all do."""
    asked_at = models.DateTimeField(null=True)
    """When somebody asked for a check that is still to come."""

    def __str__(self) -> str:
        return f"{self.at}: {self.entries}"
