"""Tables of visits: the count of one place and day."""

from __future__ import annotations

from django.db import models

from sync.hub.stations.models import MOST_NAME


class VisitDay(models.Model):
    """The visits that began on one day at one station, of which district and place are kept."""

    record_id = models.CharField(max_length=32, primary_key=True)
    """Of the record it came in: random."""
    district = models.CharField(max_length=20)
    place = models.CharField(max_length=MOST_NAME, default="", db_default="")
    """The name of the station, or where its team said it stood."""
    is_on_the_road = models.BooleanField(default=False, db_default=False)
    """Its team said where it stood."""
    day = models.DateField()
    counts = models.JSONField()
    """As it was sealed: ``sync.protocol.visit_counts``. Shown nowhere but in tables that hide small numbers."""

    class Meta:
        ordering = ("day", "record_id")
        indexes = (models.Index(fields=("day",), name="visits_by_day"),)

    def __str__(self) -> str:
        return str(self.day)
