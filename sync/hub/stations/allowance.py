"""How much one station may bring: a lot at once, and then so much a second. Kept in memory, by each web process.

It bounds what a stolen key can fill the disk with until somebody revokes it. Nothing is lost by it: what is too much is
not taken, and the station brings it later.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

AT_ONCE_BYTES = 128 * 1024 * 1024
"""More than a station gathers in months without a network."""
BYTES_PER_SECOND = 64 * 1024
LEAST_BYTES = 4096
"""What the smallest thing counts as: it costs rows, if not room."""
_TOLD_EVERY_SECONDS = 3600.0


class TooMuch(Exception):  # noqa: N818  what the sender is told
    """This station has to wait so many seconds. ``is_news``: nobody was told of it for an hour."""

    def __init__(self, seconds: int, *, is_news: bool) -> None:
        super().__init__("this station sends more than any does; it may go on later")
        self.seconds = seconds
        self.is_news = is_news


@dataclass
class _Account:
    left: float
    at: float
    told_at: float | None = None


class Allowance:
    """What is left to each station, in bytes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._accounts: dict[str, _Account] = {}

    def spend(self, device: str, size: int) -> None:
        """A station, known by its signature, brings so many bytes. Raises TooMuch when it has spent all it had."""
        now = self._clock()
        with self._lock:
            account = self._accounts.setdefault(device, _Account(AT_ONCE_BYTES, now))
            account.left = min(AT_ONCE_BYTES, account.left + (now - account.at) * BYTES_PER_SECOND)
            account.at = now
            if account.left > 0:
                account.left -= max(size, LEAST_BYTES)
                return
            is_news = account.told_at is None or now - account.told_at > _TOLD_EVERY_SECONDS
            if is_news:
                account.told_at = now
            raise TooMuch(1 + int(-account.left // BYTES_PER_SECOND), is_news=is_news)


OF_THIS_PROCESS = Allowance()
