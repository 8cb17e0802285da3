"""The table of claims: one row for each ballot that somebody misses. Which station it was said at is not kept here."""

from __future__ import annotations

from django.db import models

from sync.protocol.ballot_claims import MOST_ANSWER


class MissingBallot(models.Model):
    """A tracker whose owner does not find the ballot. However often it is said, it is one row."""

    tracker = models.CharField(max_length=20, primary_key=True)
    came_on = models.DateField()
    """The day on which it was said first, by the station."""
    answer = models.CharField(max_length=MOST_ANSWER, blank=True, default="")
    """What the city found, for whoever has the tracker; empty while it looks."""
    version = models.PositiveIntegerField(default=0)
    """How often it was answered."""
    by = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField(null=True, default=None)
    """Who answered last, and when."""

    class Meta:
        ordering = ("came_on", "tracker")

    def __str__(self) -> str:
        return self.tracker
