"""Tables of ballots on paper: one row for each stack of forms, and what each of two people has typed of it.

What was typed is there until both agree: then it goes into the box, sealed, and of the stack only numbers are left.
No form has a number, and nothing leads from a ballot in the box to its stack.
"""

from __future__ import annotations

from django.db import models


class PaperStack(models.Model):
    """Forms of one poll that were filled in at one place on one day. Their place in the stack is all that tells them
    apart."""

    poll = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    district = models.CharField(max_length=20)
    day = models.DateField()
    """On which they were filled in."""
    language = models.CharField(max_length=16)
    """In which they are printed."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    read_by = models.CharField(max_length=150, default="", blank=True)
    """Whose typing began with what the camera read; nobody else's may."""
    checked_by = models.JSONField(default=list)
    """The two who typed it, once they agree."""
    checked_at = models.DateTimeField(null=True, default=None)
    counted = models.PositiveIntegerField(default=0)
    """Forms that went into the box."""
    invalid = models.JSONField(default=dict)
    """Why forms were not counted, each reason with their number."""

    def __str__(self) -> str:
        return f"{self.poll} {self.place} {self.day}"


class PaperTyping(models.Model):
    """What one person has typed of a stack, form by form: ``{"answer": ...}`` or ``{"invalid": reason}``."""

    stack = models.ForeignKey(PaperStack, on_delete=models.CASCADE, related_name="typings")
    by = models.CharField(max_length=150)
    forms = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("stack", "by"), name="one_typing_per_person"),)

    def __str__(self) -> str:
        return f"{self.stack_id} {self.by}"
