"""When a backup was last proven. The backups themselves lie elsewhere."""

from __future__ import annotations

from django.db import models


class BackupSeen(models.Model):
    """One proven backup."""

    made_at = models.DateTimeField()
    verified_at = models.DateTimeField()
    batches = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, default="")
    """SHA-256 of the file: whether it is still the same can be seen without opening it."""

    class Meta:
        ordering = ("-verified_at",)

    def __str__(self) -> str:
        return self.made_at.isoformat()
