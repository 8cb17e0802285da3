"""Tables of defect reports, and of everything the city has said about them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from sync.protocol.report_status import MOST_NOTE, ReportState, Standing


class DefectReport(models.Model):
    """One defect report. ``number`` is the short code the person was given; it is not unique by itself."""

    record_id = models.CharField(max_length=32, unique=True)
    device = models.CharField(max_length=32)
    number = models.CharField(max_length=20)
    category = models.CharField(max_length=60)
    district = models.CharField(max_length=20)
    longitude = models.FloatField()
    latitude = models.FloatField()
    description = models.TextField()
    language = models.CharField(max_length=20)
    day = models.DateField()
    """The day at the station, by its own clock."""
    seen_day = models.DateField(null=True, default=None)
    """The day of the last moment the hub had signed, as the station knew when the report was made: not before that."""
    clock_unsure = models.BooleanField(default=False)
    """The station's clock could not be relied on: certain is only, from ``seen_day`` to ``received_at``."""
    received_at = models.DateTimeField()
    attachments = models.JSONField(default=list)
    """Of each attachment, the names of its sealed pieces in order."""
    state = models.CharField(max_length=20, default=ReportState.REPORTED.value)
    state_day = models.DateField(null=True)
    """Since when; None as long as nobody has said anything: since the day it was received."""
    public_note = models.CharField(max_length=MOST_NOTE, blank=True)
    """What the city says to it, for whoever has its number."""
    version = models.PositiveIntegerField(default=0)
    """How often the city has said something: the number of its newest ``ReportStatement``."""

    class Meta:
        indexes = (models.Index(fields=("number",), name="reports_by_number"),)

    def __str__(self) -> str:
        return self.number

    @property
    def since(self) -> date:
        """The day since which it is in its state."""
        return self.state_day or timezone.localdate(self.received_at)

    @property
    def standing(self) -> Standing:
        """How far it is, as its number tells."""
        return Standing(ReportState(self.state), self.since, self.public_note)


class ReportStatement(models.Model):
    """What the city said about one report at one time. The program adds rows, and changes none.

    The database would allow it: a note with somebody's name in it must be erasable.
    """

    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    """From 1, without a gap."""
    state = models.CharField(max_length=20)
    public_note = models.CharField(max_length=MOST_NOTE, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_statement_per_number"),)

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}: {self.state}"
