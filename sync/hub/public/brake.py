"""The brake on guessing report numbers. Kept in the memory of this process alone: no address is written down.

A number is found out by a function that costs 80 ms on purpose, so few may run at once: the console's people and this
process go on. Each stranger (an address, or the /64 of one) may be wrong ten times in a quarter of an hour, and may
ask sixty times: a house full of people with one address is not shut out by its own numbers.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MOST_WRONG = 10
MOST_ASKED = 60
PAUSE_SECONDS = 15 * 60
MOST_STRANGERS = 20_000
"""Of these the newest are remembered."""

MOST_AT_ONCE = 2


class TooManyTries(Exception):  # noqa: N818  what the person is told
    """This stranger has to wait. ``seconds``: how long at most."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


@dataclass
class _Tries:
    asked: deque[float] = field(default_factory=deque)
    wrong: deque[float] = field(default_factory=deque)


class GuessingBrake:
    """Counts tries. ``clock`` gives seconds that only go forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._strangers: OrderedDict[str, _Tries] = OrderedDict()
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    @contextmanager
    def one_try(self, stranger: str) -> Iterator[None]:
        """As long as this lasts one number may be worked on. Raises TooManyTries."""
        now = self._clock()
        with self._lock:
            tries = self._strangers.setdefault(stranger, _Tries())
            self._strangers.move_to_end(stranger)
            while len(self._strangers) > MOST_STRANGERS:
                self._strangers.popitem(last=False)
            for times, most in ((tries.asked, MOST_ASKED), (tries.wrong, MOST_WRONG)):
                while times and times[0] <= now - PAUSE_SECONDS:
                    times.popleft()
                if len(times) >= most:
                    raise TooManyTries(int(times[0] + PAUSE_SECONDS - now) + 1)
        if not self._places.acquire(blocking=False):
            raise TooManyTries(1)
        try:
            with self._lock:
                tries.asked.append(now)
            yield
        finally:
            self._places.release()

    def note_wrong(self, stranger: str) -> None:
        """The number of this try is not known."""
        with self._lock:
            self._strangers.setdefault(stranger, _Tries()).wrong.append(self._clock())


OF_THIS_PROCESS = GuessingBrake()
