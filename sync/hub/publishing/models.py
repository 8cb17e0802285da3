"""The tables of what was published when, and of shifts that go out with the next publication. The content itself lies
in files."""

from __future__ import annotations

from django.db import models


class Publication(models.Model):
    """One signed content package. ``version`` is the version of its signed list of files (TUF targets)."""

    version = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    content = models.CharField(max_length=64)
    """How stations name this package: SHA-256 over its list of files."""
    files = models.JSONField()
    """Path to SHA-256 of every file in the package."""

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        return str(self.version)


class ShiftPlan(models.Model):
    """One shift of attendants. It is in every publication until it is withdrawn or long over."""

    id = models.CharField(max_length=40, primary_key=True)
    shift = models.JSONField()
    """As it is published (``Shift.to_wire``): of each PIN only what proves it."""
    ends = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150)
    planned_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ("ends", "id")

    def __str__(self) -> str:
        return self.id
