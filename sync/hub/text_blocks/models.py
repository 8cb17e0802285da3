"""The table of text blocks."""

from __future__ import annotations

from django.db import models

MOST_TITLE, MOST_TEXT = 80, 1000


class TextBlock(models.Model):
    """One text that answers can begin with. What was answered with it keeps its words, whatever becomes of it."""

    title = models.CharField(max_length=MOST_TITLE, unique=True)
    """What the office calls it."""
    text = models.TextField(max_length=MOST_TEXT)
    version = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    """By whom it was changed last, and when."""

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title
