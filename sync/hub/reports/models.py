"""Tables of defect reports, and of everything the city has said about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from django.db import models
from django.utils import timezone

from sync.protocol.report_status import LAST_STATES, MOST_NAME, MOST_NOTE, ReportState, Standing


class ReviewState(StrEnum):
    """What the office makes of a report before it goes anywhere."""

    RECEIVED = "received"
    HAS_ISSUES = "has_issues"
    APPROVED = "approved"
    REJECTED = "rejected"


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
    responsible = models.CharField(max_length=MOST_NAME, blank=True)
    """Who is at it, as the city calls them in public."""
    due = models.DateField(null=True)
    """By when the city means to have done it, told in public."""
    version = models.PositiveIntegerField(default=0)
    """How often the city has said something: the number of its newest ``ReportStatement``."""
    radius_metres = models.PositiveIntegerField(default=0)
    """Around the place: it is somewhere in this circle. 0: somebody pointed at it."""
    withdrawal = models.CharField(max_length=32, blank=True)
    """What proves the second code of whoever left it."""
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    review = models.CharField(max_length=20, default=ReviewState.RECEIVED.value)
    public_text = models.TextField(blank=True)
    """The description without what nobody should read, where ``hidden_because`` says why."""
    hidden_because = models.CharField(max_length=MOST_NAME, blank=True)
    """Why a part of the description is not shown, in words for whoever wrote it; empty: nothing is hidden."""
    is_erased = models.BooleanField(default=False)
    """It was settled long enough: what a person wrote, and where exactly, is gone (``erasing``)."""
    review_version = models.PositiveIntegerField(default=0)
    """The number of its newest ``ReportReview``."""
    public_name = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """What everybody may call it (``open_reports.public_name``)."""

    class Meta:
        indexes = (
            models.Index(fields=("number",), name="reports_by_number"),
            models.Index(fields=("-received_at", "-id"), name="reports_by_arrival"),
            models.Index(fields=("category", "latitude", "longitude"), name="reports_by_place"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def since(self) -> date:
        """The day since which it is in its state."""
        return self.state_day or timezone.localdate(self.received_at)

    @property
    def standing(self) -> Standing:
        """How far it is, as its number tells."""
        told = Standing(ReportState(self.state), self.since, self.public_note)
        return replace(told, responsible=self.responsible, due=self.due, hidden=self.hidden_because)

    @property
    def text_to_pass_on(self) -> str:
        """What may be passed on of the description."""
        return self.public_text if self.hidden_because else self.description

    @property
    def is_over(self) -> bool:
        """Nothing more is to be expected."""
        return self.state in LAST_STATES


class ReportStatement(models.Model):
    """What the city said about one report at one time. The program adds rows, and changes none.

    The database would allow it: a note with somebody's name in it must be erasable.
    """

    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    """From 1, without a gap."""
    state = models.CharField(max_length=20)
    public_note = models.CharField(max_length=MOST_NOTE, blank=True)
    responsible = models.CharField(max_length=MOST_NAME, blank=True)
    due = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_statement_per_number"),)

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}: {self.state}"


class ReportReview(models.Model):
    """What somebody of the office made of one report at one time. Rows are added, and none is changed."""

    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    """From 1, without a gap."""
    review = models.CharField(max_length=20)
    note = models.CharField(max_length=MOST_NOTE, blank=True)
    """For the office alone."""
    hidden_because = models.CharField(max_length=MOST_NAME, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_review_per_number"),)

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}: {self.review}"


class CitizenWord(models.Model):
    """What the person who left a report said to it later: that it is not in order yet, or that it is withdrawn."""

    record_id = models.CharField(max_length=32, unique=True)
    """Of the record it came in."""
    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=20)
    day = models.DateField()
    received_at = models.DateTimeField()
    is_settled = models.BooleanField(default=False)
    """Somebody of the office has seen it and said something since."""

    class Meta:
        ordering = ("-received_at", "-id")

    def __str__(self) -> str:
        return f"{self.report_id}: {self.kind}"


class ReportSupport(models.Model):
    """One person at a station who said that this report is what they mean, too. Nothing of the person is kept."""

    record_id = models.CharField(max_length=32, unique=True)
    """Of the record it came in."""
    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="supports")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.report_id}: {self.day}"
