"""The tables of claims: one row for each ballot that somebody misses, one for each key that stations sign slips with.

Which station a claim was said at is not kept here.
"""

from __future__ import annotations

from django.db import models

from sync.protocol.ballot_claims import MOST_ANSWER
from sync.protocol.slip_proofs import PROOF_CHARACTERS


class MissingBallot(models.Model):
    """A tracker whose owner does not find the ballot. However often it is said, it is one row."""

    tracker = models.CharField(max_length=20, primary_key=True)
    came_on = models.DateField()
    """The day on which it was said first, by the station."""
    proof = models.CharField(max_length=PROOF_CHARACTERS, blank=True, default="")
    """The signature of the station that gave the tracker, off the slip (``slips.py``); empty where it was typed."""
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


class StationSlipKey(models.Model):
    """A key a station has said it signs slips with. It counts until the station tells of a later one."""

    kid = models.CharField(max_length=64, primary_key=True)
    hint = models.CharField(max_length=10, db_index=True)
    """The beginning of the id, as hex digits: what proofs name a key by."""
    device = models.CharField(max_length=32)
    public_key = models.JSONField()
    since = models.DateField()

    def __str__(self) -> str:
        return self.kid
