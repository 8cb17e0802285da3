"""Whether the person of a visit has walked away, as far as a sensor can be believed. Ends nothing; ``idle`` judges.

A sensor misses people who sit, or who stand still. So it is believed only where it has seen somebody in this visit, and
no longer once it has missed somebody who then touched the screen.
"""

from __future__ import annotations

from collections.abc import Callable

from hardware.ports import Nearness
from kiosk.session.idle import AWAY_SECONDS


class Presence:
    """Of one visit after the other. ``monotonic`` gives seconds; without a sensor nobody ever walks away."""

    def __init__(self, nearness: Nearness | None = None, *, monotonic: Callable[[], float]) -> None:
        self._nearness = nearness
        self._monotonic = monotonic
        self._has_seen = self._is_doubted = False
        self._away_since: float | None = None

    def begin(self) -> None:
        """Another visit begins."""
        self._has_seen, self._is_doubted, self._away_since = self._is_there(), False, None

    def touched(self) -> None:
        """Somebody is there for certain."""
        if self._away_since is not None and not self._is_there():
            self._is_doubted = True
        self._away_since = None

    def away_seconds(self, *, is_asked: bool) -> float:
        """For how long nobody has been there; 0 while somebody is, or where that is not known. To be called about every
        second. ``is_asked``: the question stands already; who comes then may be another one, and only answers it by
        touching."""
        if self._is_there():
            self._has_seen = True
            if not is_asked:
                self._away_since = None
        elif self._has_seen and not self._is_doubted and self._away_since is None:
            self._away_since = self._monotonic()
        if self._away_since is None:
            return 0.0
        if not is_asked:  # whatever has held up the station, the question stands for all its time
            self._away_since = max(self._away_since, self._monotonic() - AWAY_SECONDS)
        return self._monotonic() - self._away_since

    def _is_there(self) -> bool:
        return self._nearness is not None and self._nearness.somebody_is_near()
