"""Whether the machine has slept: a lid was shut, somebody pressed a key for it. Nobody is told of it by the system."""

from __future__ import annotations

import time
from collections.abc import Callable

from sync.boot_clock import seconds_since_start

TOLERANCE_SECONDS = 1.0
"""The two clocks are not read in the same instant."""


class SleepWatch:
    """Compares a clock that goes on in sleep (``counting``) with one that stands still (``awake``), in seconds."""

    def __init__(
        self,
        *,
        counting: Callable[[], float] = seconds_since_start,
        awake: Callable[[], float] = time.monotonic,
    ) -> None:
        self._counting = counting
        self._awake = awake
        self._slept = self._asleep()

    def has_slept(self) -> bool:
        """True once after each sleep."""
        before, self._slept = self._slept, self._asleep()
        return self._slept - before > TOLERANCE_SECONDS

    def _asleep(self) -> float:
        return self._counting() - self._awake()
