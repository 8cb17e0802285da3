"""Tables of questions and answers.

An answer has no time, station, batch or running number, and nothing in common with the other answers of whoever gave
it; its place in the table is that of a number drawn by chance.
"""

from __future__ import annotations

from django.db import models


class AskedQuestion(models.Model):
    """A question as it was published, in one wording. Never changed."""

    source = models.CharField(max_length=80)
    """The survey, or ``sync.protocol.surveys.questions.BANK``."""
    question = models.CharField(max_length=80)
    wording = models.CharField(max_length=16)
    definition = models.JSONField()
    first_published = models.DateField()

    class Meta:
        ordering = ("source", "id")
        constraints = (
            models.UniqueConstraint(fields=("source", "question", "wording"), name="one_definition_per_wording"),
        )

    def __str__(self) -> str:
        return f"{self.source}/{self.question} {self.wording}"


class GivenAnswer(models.Model):
    """One answer to one question."""

    slip = models.CharField(max_length=32, primary_key=True)
    """Drawn by chance at the station, for this answer alone."""
    source = models.CharField(max_length=80)
    question = models.CharField(max_length=80)
    wording = models.CharField(max_length=16)
    answer = models.JSONField()
    district = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        ordering = ("slip",)
        indexes = (models.Index(fields=("source", "question", "wording"), name="answers_of_question"),)

    def __str__(self) -> str:
        return self.slip
