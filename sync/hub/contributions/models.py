"""Tables of what people say to the city beside defects, of who stands behind it, and of what the city says to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sync.hub.entries.models import NO_DAY_PROMISED, CitizenEntry, Review, ReviewState, Statement, Word
from sync.protocol.contributions import LAST_STATES, MOST_ANSWER, SHOWN, ContributionKind, ContributionState
from sync.protocol.report_status import Standing


class CitizenContribution(CitizenEntry):
    """One idea, question, wish to be asked or offer to help. ``description`` holds the person's words."""

    last_states = LAST_STATES

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=32, unique=True)
    """The public name, under which it is shown and supported."""
    state = models.CharField(max_length=20, default=ContributionState.RECEIVED.value)
    public_note = models.CharField(max_length=MOST_ANSWER, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    receiver = models.CharField(max_length=60, blank=True)
    """The id of who answers, as the rules of the dialogue name it."""
    project = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=32, blank=True)
    """Of an offer, the public name of the idea it is for."""
    is_public = models.BooleanField(default=False)
    """Of a question: the person wants the answer to be read by everybody."""
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    supports = models.PositiveIntegerField(default=0)
    """How many stand behind it: the number of its rows of ``ContributionSupport``."""

    class Meta:
        indexes = (
            models.Index(fields=("number",), name="contributions_by_number"),
            models.Index(fields=("kind", "-received_at", "-id"), name="contributions_by_kind"),
            models.Index(fields=("-received_at", "-id"), name="contributions_by_arrival"),
            models.Index(fields=("assigned_to",), condition=~Q(assigned_to=""), name="contributions_by_worker"),
            models.Index(fields=("merged_into",), condition=~Q(merged_into=""), name="contributions_merged"),
            models.Index(fields=("about",), condition=~Q(about=""), name="contributions_about_another"),
            models.Index(
                fields=("device", "-received_at"), condition=~Q(attachments=[]), name="contributions_enclosing"
            ),
            # The few that wait for somebody: found and counted without reading any.
            models.Index(
                fields=("received_at", "review", "state"), condition=Q(review="received"), name="contributions_unseen"
            ),
            models.Index(fields=("due", "state"), condition=Q(due__isnull=False), name="contributions_due"),
            models.Index(fields=("state_day", "state"), condition=Q(is_erased=False), name="contributions_to_erase"),
            # In each order in which they are listed.
            models.Index(fields=("-supports", "-received_at", "-id"), name="contributions_by_supports"),
            models.Index(
                NO_DAY_PROMISED, "due", F("received_at").desc(), F("id").desc(), name="contributions_by_day_promised"
            ),
            models.Index(fields=("received_at",), condition=Q(state="before_council"), name="contributions_in_council"),
            models.Index(fields=("district", "latitude", "longitude"), name="contributions_on_the_map"),
        )

    @property
    def is_released(self) -> bool:
        """Everybody may read it, and there is something to read.

        A question is shown with its answer, and only if the person wanted it; of those that are the same, one.
        """
        if (
            self.is_erased
            or self.merged_into
            or self.review != ReviewState.APPROVED
            or self.state == ContributionState.WITHDRAWN
        ):
            return False
        if not self.text_to_pass_on:
            return False
        if self.kind in SHOWN:
            return True
        return self.kind == ContributionKind.QUESTION and self.is_public and self.state == ContributionState.ANSWERED

    @property
    def standing(self) -> Standing:
        """How far it is, as its number tells."""
        return Standing(
            ContributionState(self.state),
            self.since,
            self.public_note,
            responsible=self.responsible,
            due=self.due,
            hidden=self.hidden_because,
            kind=ContributionKind(self.kind),
            project=self.project,
        )


class ContributionStatement(Statement):
    """What the city said to one contribution at one time."""

    contribution = models.ForeignKey(CitizenContribution, on_delete=models.PROTECT, related_name="statements")
    public_note = models.CharField(max_length=MOST_ANSWER, blank=True)

    class Meta(Statement.Meta):
        constraints = (models.UniqueConstraint(fields=("contribution", "number"), name="one_answer_per_number"),)


class ContributionReview(Review):
    """What somebody of the office made of one contribution at one time."""

    contribution = models.ForeignKey(CitizenContribution, on_delete=models.PROTECT, related_name="reviews")

    class Meta(Review.Meta):
        constraints = (models.UniqueConstraint(fields=("contribution", "number"), name="one_look_per_number"),)


class ContributionWord(Word):
    """What the person who left a contribution said to it later."""

    contribution = models.ForeignKey(CitizenContribution, on_delete=models.PROTECT, related_name="words")


class ContributionSupport(models.Model):
    """Somebody stands behind a contribution. Nothing here says who, where, or when of the day."""

    record_id = models.CharField(max_length=32, unique=True)
    """Of the record it came in: counted once, however often that comes."""
    contribution = models.ForeignKey(CitizenContribution, on_delete=models.PROTECT, related_name="supported")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.day}"
