"""Tables of visits: the count of one station and day, without the station."""

from __future__ import annotations

from django.db import models


class VisitDay(models.Model):
    """The visits that began on one day at one station, of which only the district is kept."""

    record_id = models.CharField(max_length=32, primary_key=True)
    """Of the record it came in: random."""
    district = models.CharField(max_length=20)
    day = models.DateField()
    counts = models.JSONField()
    """As it was sealed: ``sync.protocol.visit_counts``. Shown nowhere but in tables that hide small numbers."""

    class Meta:
        ordering = ("day", "record_id")
        indexes = (models.Index(fields=("day",), name="visits_by_day"),)

    def __str__(self) -> str:
        return str(self.day)
