"""Tables of polls and other content written at the console, with everything that was ever written in them."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

MOST_POLL_ID = 60
"""Characters in the id of a poll made at the console."""

MOST_PATH = 100
"""Characters in the path of a file of the content."""


class DraftState(StrEnum):
    """How far a draft is."""

    DRAFT = "draft"
    """Somebody writes it."""
    REVIEW = "review"
    """It is complete, and somebody shall look at it."""
    APPROVED = "approved"
    """It goes to stations with the next publication."""
    PUBLISHED = "published"
    """Stations show it as it stands here."""


class WrittenDraft(models.Model):
    """Something that is written at the console, and how far it is."""

    value = models.JSONField()
    """What its file in the content source would hold; members and texts may still be missing."""
    state = models.CharField(max_length=20, default=DraftState.DRAFT.value)
    version = models.PositiveIntegerField(default=0)
    """How often it was changed: the number of its newest change. Not the version of a poll."""
    refusal = models.TextField(blank=True)
    """Why its last publication was not possible, in words; empty when nothing stands against it."""
    publish_on = models.DateField(null=True, default=None)
    """Of what is approved, the day from which it goes to stations; None: at once."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class WrittenChange(models.Model):
    """What one person did with a draft at one time. Rows are added, and none is changed."""

    number = models.PositiveIntegerField()
    """From 1, without a gap."""
    state = models.CharField(max_length=20)
    value = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"


class PollDraft(WrittenDraft):
    """One poll made or changed at the console."""

    poll = models.CharField(max_length=MOST_POLL_ID, primary_key=True)
    released = models.JSONField(null=True, default=None)
    """The poll as every publication takes it along; None before it was published for the first time."""


class DraftChange(WrittenChange):
    """Of a poll."""

    draft = models.ForeignKey(PollDraft, on_delete=models.CASCADE, related_name="changes")

    class Meta(WrittenChange.Meta):
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_change_per_number"),)


class ContentDraft(WrittenDraft):
    """One file of the content source, not a poll, that is made or changed at the console."""

    path = models.CharField(max_length=MOST_PATH, primary_key=True)
    """Where it belongs in the folder: ``projects/harbour.json``."""


class ContentChange(WrittenChange):
    """Of content that is no poll."""

    draft = models.ForeignKey(ContentDraft, on_delete=models.CASCADE, related_name="changes")

    class Meta(WrittenChange.Meta):
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_content_change_per_number"),)


MOST_ADDRESS = 500
"""Characters in the address of a calendar."""

MOST_MARK = 200
"""Characters in what a server says to tell one state of a calendar from another."""


class CalendarSubscription(models.Model):
    """The calendar of another program, at an address, that a draft of dates follows."""

    draft = models.OneToOneField(ContentDraft, on_delete=models.CASCADE, primary_key=True, related_name="subscription")
    address = models.CharField(max_length=MOST_ADDRESS)
    """May hold a secret of who gave it."""
    due_at = models.DateTimeField()
    """When it is asked for next."""
    etag = models.CharField(max_length=MOST_MARK, blank=True)
    last_modified = models.CharField(max_length=MOST_MARK, blank=True)
    came_at = models.DateTimeField(null=True)
    """When the server last gave it, or said that it is as before."""
    failing_since = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    """Why it did not come the last time, as a reason is kept; empty when it came."""
    taken = models.JSONField(null=True)
    """The dates as they were last taken from it into the draft."""
    taken_on = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class BroughtPicture(models.Model):
    """A picture that was brought at the console, or is to be taken out of the content."""

    name = models.CharField(max_length=MOST_PATH, primary_key=True)
    """Of its file in the folder of pictures."""
    data = models.BinaryField(default=b"")
    """Its bytes until it lies in the content; nothing afterwards."""
    is_unwanted = models.BooleanField(default=False)
    """It is to be taken out as soon as nothing names it."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
