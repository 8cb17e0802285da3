"""Tables of polls: what was published, the codes that exist, the box of still closed ballots, the result.

The box must not tell when or where a ballot was cast: it has no time, no station, no batch, no running number, and
(in the embedded database) no hidden row number either; its order is the order of random hashes. The same holds for the
two tables of codes: they hold different hashes of the same codes, and nothing of one leads to the other.
"""

from __future__ import annotations

from django.db import models


class PublishedPoll(models.Model):
    """A poll exactly as it was published in one version. The definition is never changed."""

    poll = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    hash = models.CharField(max_length=64)
    """What ballots name: SHA-256 of the canonical JSON of the definition."""
    opens = models.DateField()
    closes = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("poll", "version")
        constraints = (models.UniqueConstraint(fields=("poll", "version"), name="one_definition_per_version"),)

    def __str__(self) -> str:
        return f"{self.poll} {self.version}"


class CodeMark(models.Model):
    """A participation code that exists, by the mark that its ballot carries; the code itself is kept nowhere."""

    mark = models.CharField(max_length=64, primary_key=True)
    poll = models.CharField(max_length=80)
    spent_for = models.CharField(max_length=64, default="", blank=True)
    """Hash of the first inner envelope that came with this mark; empty as long as none did."""

    class Meta:
        ordering = ("mark",)
        indexes = (models.Index(fields=("poll", "mark"), name="marks_of_poll"),)

    def __str__(self) -> str:
        return self.mark


class CodeEntry(models.Model):
    """A participation code that exists, by its entry in the list that is shipped to stations."""

    entry = models.CharField(max_length=32, primary_key=True)
    """16 bytes as hex digits."""
    poll = models.CharField(max_length=80)

    class Meta:
        ordering = ("entry",)
        indexes = (models.Index(fields=("poll", "entry"), name="entries_of_poll"),)

    def __str__(self) -> str:
        return self.entry


class CodeBatch(models.Model):
    """Codes that were printed for one place. Which they are is sealed with a control code the hub does not keep."""

    poll = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    sealed = models.BinaryField()
    """Marks and entries of its codes (``code_batches.py``); empty once it is void."""

    def __str__(self) -> str:
        return f"{self.poll} {self.pk}"


class BatchStep(models.TextChoices):
    """What becomes of a batch of cards."""

    HANDED_OUT = "handed-out"
    RETURNED = "returned"
    VOID = "void"


class CodeBatchDeed(models.Model):
    """Something that was done with the cards of a batch. Only added to."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.PROTECT, related_name="deeds")
    step = models.CharField(max_length=12, choices=BatchStep.choices)
    cards = models.PositiveIntegerField()
    note = models.CharField(max_length=300, default="", blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.step}"


class BallotStanding(models.TextChoices):
    """What becomes of a ballot in the box."""

    COUNTS = "counts"
    DOUBLE = "double"
    """Its participation code was spent for another ballot, which came first."""
    LATE = "late"
    """It came after the day of grace, or after its poll was counted."""


class BoxedBallot(models.Model):
    """A ballot in the box, in its inner envelope, which only both trustees together can open."""

    inner_hash = models.CharField(max_length=64, primary_key=True)
    """SHA-256 of the inner envelope."""
    poll = models.CharField(max_length=80)
    tracker = models.CharField(max_length=20)
    inner = models.BinaryField()
    mark = models.CharField(max_length=64, default="", blank=True)
    """The mark of the participation code it was cast with; empty where the poll takes none."""
    standing = models.CharField(max_length=6, choices=BallotStanding.choices, default=BallotStanding.COUNTS)

    class Meta:
        ordering = ("poll", "inner_hash")
        indexes = (
            models.Index(fields=("tracker",), name="ballots_by_tracker"),
            # Numbers and names of a box, and with them its trackers, are read without any ballot.
            models.Index(fields=("poll", "standing", "inner_hash"), name="names_by_standing"),
        )

    def __str__(self) -> str:
        return self.tracker


class BoxRound(models.Model):
    """One row: the day on which ballots last entered the box."""

    one = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()

    def __str__(self) -> str:
        return str(self.day)


class KnownBallot(models.Model):
    """A ballot that was published before this hub was restored (``places.py``): it came in time, whenever it comes."""

    inner_hash = models.CharField(max_length=64, primary_key=True)
    poll = models.CharField(max_length=80)
    mark = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        ordering = ("inner_hash",)

    def __str__(self) -> str:
        return self.inner_hash


class Participation(models.Model):
    """How many counting ballots of a poll came from one district in one way. A number only: no ballot leads here."""

    poll = models.CharField(max_length=80)
    district = models.CharField(max_length=20)
    """Of the station they were cast at."""
    channel = models.CharField(max_length=20)
    """How they were cast: at a ``station``, or on ``paper``."""
    ballots = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("poll", "district", "channel")
        constraints = (
            models.UniqueConstraint(fields=("poll", "district", "channel"), name="one_number_per_district_and_channel"),
        )

    def __str__(self) -> str:
        return f"{self.poll} {self.district} {self.channel}"


class VoidedCard(models.Model):
    """A card that a team at a station has declared void. Which one is not kept, nor of which batch."""

    record_id = models.CharField(max_length=32, primary_key=True)
    poll = models.CharField(max_length=80)
    device = models.CharField(max_length=32)
    received_on = models.DateField()
    was_used = models.BooleanField()
    """A ballot with its code had come before. It stays."""

    class Meta:
        ordering = ("record_id",)
        indexes = (models.Index(fields=("poll", "was_used"), name="voided_cards_of_poll"),)

    def __str__(self) -> str:
        return self.record_id


class Tally(models.Model):
    """The result of one poll. All figures can be recounted from its result file (``ResultPart``)."""

    poll = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveIntegerField()
    poll_hash = models.CharField(max_length=64)
    box_hash = models.CharField(max_length=64)
    """SHA-256 over the sorted hashes of all ballots that were in the box when it was counted."""
    counted_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    doubles = models.PositiveIntegerField(default=0)
    """Ballots that are not counted because their participation code was spent for another; not part of ``total``."""
    figures = models.JSONField()
    """What the poll's kind makes of the answers (``sync.protocol.polls``)."""
    outcome = models.JSONField(default=dict)
    """What follows from the figures by the poll's rule (``sync.counting.rules``)."""
    reasons = models.JSONField(default=dict)
    """Why ballots are invalid: a word to their number."""
    late = models.PositiveIntegerField(default=0)
    """Ballots that had come too late when it was counted; not part of ``total``."""

    def __str__(self) -> str:
        return self.poll


class ResultPart(models.Model):
    """Some of a result file, which holds every valid answer: its parts, one behind the other, are that file."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="parts")
    place = models.PositiveIntegerField()
    """From 0."""
    data = models.BinaryField()

    class Meta:
        ordering = ("tally", "place")
        constraints = (models.UniqueConstraint(fields=("tally", "place"), name="one_part_per_place"),)

    def __str__(self) -> str:
        return f"{self.tally_id} {self.place}"
