"""The worker's sign of life, left in the database now and then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sync.hub.monitoring.models import WorkerSeen

EVERY = timedelta(seconds=30)
"""A sign is a commit: seldom enough to cost nothing."""


class Pulse:
    """Called at each turn of the worker; leaves a sign when the last one is old enough."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def __call__(self) -> None:
        """Still at work."""
        now = self._clock()
        if self._last is None or not timedelta() <= now - self._last < EVERY:
            WorkerSeen.objects.update_or_create(id=1, defaults={"at": now})
            self._last = now
