"""The brake on PINs: wrong ones cost time, over restarts too; a right one wipes the count. No PIN is kept here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

FREE_TRIES = 5
"""So many wrong PINs cost nothing: fingers slip."""

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 30, 300
"""Whoever guesses six digits needs years at this pace; whoever means to keep attendants out keeps them five minutes,
and those of a shift come in with their stick all the same."""

Found = TypeVar("Found")


class WrongPins(Protocol):
    """Where the count is kept: ``kiosk.staff.store.StaffOffice``."""

    def wrong_pins(self) -> int:
        """Wrong PINs since the last right one, remembered over restarts."""

    def note_wrong_pins(self, wrong: int) -> None:
        """Remember how many there were."""


def wait_seconds(wrong: int) -> int:
    """How long the next try has to wait after so many wrong PINs in a row."""
    if wrong < FREE_TRIES:
        return 0
    doubled = FIRST_WAIT_SECONDS * 2 ** min(wrong - FREE_TRIES, 20)
    return int(min(doubled, LONGEST_WAIT_SECONDS))


class PinBrake:
    """One brake for every place where a PIN is asked for. ``monotonic`` gives seconds."""

    def __init__(self, count: WrongPins, *, monotonic: Callable[[], float]) -> None:
        self._count = count
        self._monotonic = monotonic
        # After a restart the whole wait begins anew: no clock can be set, and no plug pulled, to shorten it.
        self._wrong_at = monotonic()

    def seconds_to_wait(self) -> int:
        """In steps of ten: nobody is told a new number each second."""
        left = self._wrong_at + wait_seconds(self._count.wrong_pins()) - self._monotonic()
        return max(0, -int(-left // 10) * 10)

    def attempt(self, look: Callable[[], Found | None]) -> Found | None:
        """One try: what ``look`` finds, None for a wrong PIN. To be called only when there is nothing to wait for."""
        wrong = self._count.wrong_pins()
        # Before it is looked at: pulling the plug in time gives no try for nothing.
        self._count.note_wrong_pins(wrong + 1)
        found = look()
        if found is None:
            self._wrong_at = self._monotonic()
        else:
            self._count.note_wrong_pins(0)
        return found

    def release(self) -> None:
        """Somebody has proved to be of the team in another way."""
        self._count.note_wrong_pins(0)
