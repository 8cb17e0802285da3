"""The table of closed days. A row is never changed, but for the people and words in it, which are erased in time."""

from __future__ import annotations

from django.db import models


class ClosedDay(models.Model):
    """One closure (``DayClosure``) as its station sent it."""

    record_id = models.CharField(max_length=32, primary_key=True)
    device = models.CharField(max_length=32)
    day = models.DateField()
    closure = models.JSONField()
    received_at = models.DateTimeField()
    is_erased = models.BooleanField(default=False, db_default=False)
    """Names and notes are gone."""

    class Meta:
        ordering = ("-day", "-received_at", "record_id")
        indexes = (
            models.Index(fields=("device", "-day"), name="closures_of_device"),
            models.Index(fields=("received_at",), condition=models.Q(is_erased=False), name="closures_whole"),
        )

    def __str__(self) -> str:
        return f"{self.device} {self.day}"
