"""The table of promises: one row for each poll that promised an answer. A row is never removed."""

from __future__ import annotations

from django.db import models


class PromiseMade(models.Model):
    """The promise of one poll, as it was published first and last."""

    poll = models.CharField(max_length=80, primary_key=True)
    first_by = models.DateField()
    """The day that was promised first."""
    by = models.DateField()
    """The day by the newest content that holds the poll."""
    answered_on = models.DateField(null=True)
    """The day of the answer; None as long as there is none."""
    is_published = models.BooleanField(default=True)
    """False when the newest content holds neither the poll nor its answer."""
    told = models.CharField(max_length=10, default="", blank=True)
    """What people were told of it already (``selectors.Breach``); empty for nothing."""

    class Meta:
        ordering = ("by", "poll")

    def __str__(self) -> str:
        return self.poll
