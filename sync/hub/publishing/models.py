"""The table of what was published when. The content itself lies in files."""

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
