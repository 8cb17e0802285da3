"""The columns that every table of entries has, and those of what was said and done about them. Abstract."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sync.protocol.report_status import MOST_NAME, MOST_NOTE

NO_DAY_PROMISED = models.ExpressionWrapper(Q(due__isnull=True), output_field=models.BooleanField())
"""What has no ``due`` comes last where its order is asked for, also in an index: not every database lays it there."""


class ReviewState(StrEnum):
    """What the office makes of an entry before it goes anywhere."""

    RECEIVED = "received"
    HAS_ISSUES = "has_issues"
    APPROVED = "approved"
    REJECTED = "rejected"


class CitizenEntry(models.Model):
    """Something a person left under a number, and how it stands.

    A table of entries adds its own columns, and says with which ``state`` it begins. Beside it lie tables of
    statements, reviews and words, which lead back to it by ``related_name``. ``number`` is the short code the person
    was given; it is not unique by itself.
    """

    last_states: ClassVar[Collection[str]] = frozenset()
    """After these nothing more is to be expected."""
    statements: Any
    reviews: Any
    words: Any
    enclosed: Any
    """What it came with beside its words (``enclosures``)."""

    record_id = models.CharField(max_length=32, unique=True)
    device = models.CharField(max_length=32)
    number = models.CharField(max_length=20)
    district = models.CharField(max_length=20)
    description = models.TextField()
    language = models.CharField(max_length=20)
    day = models.DateField()
    """The day at the station, by its own clock."""
    seen_day = models.DateField(null=True, default=None)
    """The day of the last moment the hub had signed, as the station knew when the entry was made: not before that."""
    by_team = models.BooleanField(default=False)
    """The team of the station took it down for somebody else."""
    clock_unsure = models.BooleanField(default=False)
    """The station's clock could not be relied on: certain is only, from ``seen_day`` to ``received_at``."""
    received_at = models.DateTimeField()
    attachments = models.JSONField(default=list)
    """Of each attachment, the names of its sealed pieces in order."""
    state = models.CharField(max_length=20)
    state_day = models.DateField(null=True)
    """Since when; None as long as nobody has said anything: since the day it was received."""
    public_note = models.CharField(max_length=MOST_NOTE, blank=True)
    """What the city says to it, for whoever has its number."""
    responsible = models.CharField(max_length=MOST_NAME, blank=True)
    """Who is at it, as the city calls them in public."""
    due = models.DateField(null=True)
    """By when the city means to have done it, told in public."""
    version = models.PositiveIntegerField(default=0)
    """How often the city has said something: the number of its newest statement."""
    withdrawal = models.CharField(max_length=32, blank=True)
    """What proves the second code of whoever left it."""
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    review = models.CharField(max_length=20, default=ReviewState.RECEIVED.value)
    public_text = models.TextField(blank=True)
    """The description without what nobody should read, where ``hidden_because`` says why."""
    hidden_because = models.CharField(max_length=MOST_NAME, blank=True)
    """Why a part of the description is not shown, in words for whoever wrote it; empty: nothing is hidden."""
    assigned_to = models.CharField(max_length=150, blank=True, default="")
    """The account of the office that works on it; empty for nobody. The public reads ``responsible`` instead."""
    merged_into = models.CharField(max_length=32, blank=True, default="")
    """The record id of the entry that it is the same as: what is said to that one is said to it; empty for its own."""
    review_version = models.PositiveIntegerField(default=0)
    """The number of its newest review."""
    is_erased = models.BooleanField(default=False)
    """It was settled long enough: what a person wrote, and where exactly, is gone (``erasing``)."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def since(self) -> date:
        """The day since which it is in its state."""
        return self.state_day or timezone.localdate(self.received_at)

    @property
    def text_to_pass_on(self) -> str:
        """What may be passed on of its words. Of what was said aloud, what was written down."""
        if self.hidden_because:
            return self.public_text
        return "\n\n".join(words for words in (self.description, self.written_down) if words)

    @property
    def written_down(self) -> str:
        """What was said in its spoken messages, as far as somebody has written it down."""
        enclosed = getattr(self, "enclosed", None)
        said = sorted(enclosed.enclosures.all(), key=lambda one: one.position) if enclosed else ()
        return "\n".join(one.transcript for one in said if one.transcript)


class Statement(models.Model):
    """What the city said about one entry at one time. The program adds rows, and changes none.

    The database would allow it: a note with somebody's name in it must be erasable.
    """

    number = models.PositiveIntegerField()
    """From 1, without a gap."""
    state = models.CharField(max_length=20)
    public_note = models.CharField(max_length=MOST_NOTE, blank=True)
    responsible = models.CharField(max_length=MOST_NAME, blank=True)
    due = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"


class Review(models.Model):
    """What somebody of the office made of one entry at one time. Rows are added, and none is changed."""

    number = models.PositiveIntegerField()
    """From 1, without a gap."""
    review = models.CharField(max_length=20)
    note = models.CharField(max_length=MOST_NOTE, blank=True)
    """For the office alone."""
    assigned_to = models.CharField(max_length=150, blank=True, default="")
    """Who works on it since then."""
    hidden_because = models.CharField(max_length=MOST_NAME, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.review}"


class Word(models.Model):
    """What the person who left an entry said to it later: that it is not in order yet, or that it is withdrawn."""

    record_id = models.CharField(max_length=32, unique=True)
    """Of the record it came in."""
    kind = models.CharField(max_length=20)
    day = models.DateField()
    received_at = models.DateTimeField()
    is_settled = models.BooleanField(default=False)
    """Somebody of the office has seen it and said something since."""

    class Meta:
        abstract = True
        ordering = ("-received_at", "-id")

    def __str__(self) -> str:
        return self.kind
