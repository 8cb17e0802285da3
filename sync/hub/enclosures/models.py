"""Tables of what people leave beside their words. What is erased leaves a row that says so, and nothing of itself."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from sync.hub.contributions.models import CitizenContribution
from sync.hub.entries.models import CitizenEntry
from sync.hub.reports.models import DefectReport
from sync.protocol.report_status import MOST_NAME

MOST_CONTACT = 100
MOST_TRANSCRIPT = 4000


class EnclosureKind(StrEnum):
    """What an enclosure is."""

    PHOTO = "photo"
    SPOKEN = "spoken"


class EnclosureState(StrEnum):
    """What has become of an enclosure."""

    READY = "ready"
    UNFIT = "unfit"
    """It came, but is no picture or sound that can be shown: ``fault`` says why."""
    ERASED = "erased"


class ReportTerms(models.Model):
    """What the person has allowed, and how the city can ask back."""

    report = models.OneToOneField(DefectReport, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    may_publish = models.BooleanField(default=False)
    contact = models.CharField(max_length=MOST_CONTACT, blank=True)
    contact_erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.report_id}"


class EnclosureList(models.Model):
    """What one entry came with, a report or a contribution: which pieces, and how much is still to be opened.

    An entry that came with nothing has none.
    """

    report = models.OneToOneField(DefectReport, on_delete=models.CASCADE, null=True, related_name="enclosed")
    contribution = models.OneToOneField(
        CitizenContribution, on_delete=models.CASCADE, null=True, related_name="enclosed"
    )
    pieces = models.JSONField(default=list)
    """Of each attachment, the names of its sealed pieces in order; none of what is erased."""
    to_open = models.PositiveSmallIntegerField(default=0)
    """How many of the attachments are not opened yet."""

    class Meta:
        indexes = (models.Index(fields=("to_open",), name="enclosed_to_open"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(report__isnull=True) ^ models.Q(contribution__isnull=True),
                name="enclosed_in_one_entry",
            ),
        )

    def __str__(self) -> str:
        return self.entry.record_id

    @property
    def entry(self) -> CitizenEntry:
        """What it belongs to."""
        entry = self.report or self.contribution
        assert entry is not None
        return entry


class Enclosure(models.Model):
    """One photo or spoken message of an entry. Its bytes lie in ``StoredBytes``, so that lists never load them."""

    enclosed = models.ForeignKey(EnclosureList, on_delete=models.CASCADE, related_name="enclosures")
    position = models.PositiveSmallIntegerField()
    """Which of the entry's attachments it is, from 0."""
    kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20)
    fault = models.CharField(max_length=20, blank=True)
    """Of an unfit one: a ``MediaFault``."""
    opened_at = models.DateTimeField()
    transcript = models.TextField(blank=True)
    rectangles = models.JSONField(default=list)
    """What is blackened: left, top, right, bottom in thousandths."""
    hidden_because = models.CharField(max_length=MOST_NAME, blank=True)
    """Why something is blackened, in words for whoever left it."""
    version = models.PositiveIntegerField(default=0)
    """The number of its newest ``EnclosureChange``."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("enclosed", "position"), name="one_enclosure_of_entry_per_position"),
        )

    def __str__(self) -> str:
        return f"{self.enclosed_id}/{self.position}: {self.state}"

    @property
    def entry(self) -> CitizenEntry:
        """What it belongs to."""
        return self.enclosed.entry

    @property
    def is_photo(self) -> bool:
        """True for a picture."""
        return self.kind == EnclosureKind.PHOTO


class StoredBytes(models.Model):
    """The bytes of an enclosure, made anew here; of a photo also as it is passed on where something is blackened."""

    enclosure = models.OneToOneField(Enclosure, on_delete=models.CASCADE, primary_key=True, related_name="stored")
    whole = models.BinaryField()
    passed_on = models.BinaryField(null=True)


class EnclosureChange(models.Model):
    """What somebody of the office did to an enclosure. Rows are added, and none is changed."""

    enclosure = models.ForeignKey(Enclosure, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    transcript = models.TextField(blank=True)
    rectangles = models.JSONField(default=list)
    hidden_because = models.CharField(max_length=MOST_NAME, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("enclosure", "number"), name="one_change_of_enclosure_per_number"),
        )


class ErasedPiece(models.Model):
    """A sealed piece that is erased for good: whoever brings it again is told that it is here, and it is not kept."""

    name = models.CharField(max_length=64, primary_key=True)
    is_removed = models.BooleanField(default=False)
    """Its file is gone, too."""

    class Meta:
        indexes = (models.Index(fields=("is_removed",), name="erased_not_removed"),)
