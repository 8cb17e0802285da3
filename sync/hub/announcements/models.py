"""The table of announcements: what stations are to be told, as it stands now. Knows not how it reaches them."""

from __future__ import annotations

from django.db import models


class ToldSoFar(models.Model):
    """How far the telling of something has come that is told bit by bit. Kept with it, or neither is."""

    name = models.CharField(max_length=60, primary_key=True)
    number = models.BigIntegerField()
    """Of the last that was told."""
    since = models.DateTimeField()
    """What came before this is told no more."""

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class Announcement(models.Model):
    """One file for all stations. The newest content only; nothing here tells when it changed."""

    name = models.CharField(max_length=60, primary_key=True)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the data, so that a change is noticed without reading it."""

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
