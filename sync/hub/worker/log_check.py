"""When the worker checks the whole audit log: at its first turn, at the first of each day, and when somebody asks."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sync.hub.audit.checks import check_whole_log, is_check_asked
from sync.hub.worker.apply import BY_WORKER


class LogWatch:
    """Called after each turn of the worker.

    It remembers by itself on which day it checked last: what the database says of that could be changed with the log.
    """

    def __init__(self) -> None:
        self._day: date | None = None

    def __call__(self, now: datetime) -> None:
        """Check the log if it is time."""
        today = timezone.localdate(now)
        if today != self._day or is_check_asked():
            check_whole_log(by=BY_WORKER, now=now)
            self._day = today
