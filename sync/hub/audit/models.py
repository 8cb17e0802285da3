"""The table of the audit log. A trigger in the database refuses every change and removal."""

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
        indexes = (models.Index(fields=("event", "number"), name="audit_by_event"),)

    def __str__(self) -> str:
        return f"{self.number} {self.event}"
