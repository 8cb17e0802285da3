"""The table of a sign of life: the worker is another process, perhaps on another machine."""

from __future__ import annotations

from django.db import models


class WorkerSeen(models.Model):
    """When a worker last said that it is at work. At most one row."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()
