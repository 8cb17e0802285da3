"""Tables of defect reports, and of everything the city has said about them."""

from __future__ import annotations

from dataclasses import replace

from django.db import models
from django.db.models import F, Q

from sync.hub.entries.models import NO_DAY_PROMISED, CitizenEntry, Review, Statement, Word
from sync.protocol.report_status import LAST_STATES, ReportState, Standing


class DefectReport(CitizenEntry):
    """One defect report."""

    last_states = LAST_STATES

    category = models.CharField(max_length=60)
    longitude = models.FloatField()
    latitude = models.FloatField()
    state = models.CharField(max_length=20, default=ReportState.REPORTED.value)
    radius_metres = models.PositiveIntegerField(default=0)
    """Around the place: it is somewhere in this circle. 0: somebody pointed at it."""
    public_name = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """What everybody may call it (``open_reports.public_name``)."""

    class Meta:
        indexes = (
            models.Index(fields=("number",), name="reports_by_number"),
            models.Index(fields=("-received_at", "-id"), name="reports_by_arrival"),
            models.Index(fields=("category", "latitude", "longitude"), name="reports_by_place"),
            # Counted by field of the map and by district without reading any.
            models.Index(fields=("latitude", "longitude", "district"), name="reports_on_the_map"),
            # In each order in which they are listed.
            models.Index(fields=("district", "-received_at", "-id"), name="reports_by_district"),
            models.Index(fields=("category", "-received_at", "-id"), name="reports_by_category"),
            models.Index(
                NO_DAY_PROMISED, "due", F("received_at").desc(), F("id").desc(), name="reports_by_day_promised"
            ),
            models.Index(fields=("assigned_to",), condition=~Q(assigned_to=""), name="reports_by_worker"),
            models.Index(fields=("merged_into",), condition=~Q(merged_into=""), name="reports_merged"),
            models.Index(fields=("device", "-received_at"), condition=~Q(attachments=[]), name="reports_enclosing"),
            # The few that wait for somebody: found and counted without reading any.
            models.Index(
                fields=("received_at", "review", "state"), condition=Q(review="received"), name="reports_unseen"
            ),
            models.Index(fields=("due", "state"), condition=Q(due__isnull=False), name="reports_due"),
            models.Index(fields=("state_day", "state"), condition=Q(is_erased=False), name="reports_to_erase"),
        )

    @property
    def standing(self) -> Standing:
        """How far it is, as its number tells."""
        told = Standing(ReportState(self.state), self.since, self.public_note)
        return replace(told, responsible=self.responsible, due=self.due, hidden=self.hidden_because)


class ReportStatement(Statement):
    """What the city said about one report at one time."""

    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="statements")

    class Meta(Statement.Meta):
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_statement_per_number"),)


class ReportReview(Review):
    """What somebody of the office made of one report at one time."""

    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="reviews")

    class Meta(Review.Meta):
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_review_per_number"),)


class CitizenWord(Word):
    """What the person who left a report said to it later."""

    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="words")

    class Meta(Word.Meta):
        indexes = (models.Index(fields=("report",), condition=Q(is_settled=False), name="words_to_answer"),)


class ReportSupport(models.Model):
    """One person at a station who said that this report is what they mean, too. Nothing of the person is kept."""

    record_id = models.CharField(max_length=32, unique=True)
    """Of the record it came in."""
    report = models.ForeignKey(DefectReport, on_delete=models.PROTECT, related_name="supports")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.report_id}: {self.day}"
