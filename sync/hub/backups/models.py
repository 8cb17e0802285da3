"""When a backup was last proven. The backups themselves lie elsewhere."""

from __future__ import annotations

from django.db import models


class BackupSeen(models.Model):
    """One proven backup."""

    made_at = models.DateTimeField()
    verified_at = models.DateTimeField()
    batches = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("-verified_at",)

    def __str__(self) -> str:
        return self.made_at.isoformat()
