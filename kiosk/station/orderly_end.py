"""Turning the machine off before its battery does: only once nobody is here, and not at once. No device of its own."""

from __future__ import annotations

from collections.abc import Callable

from hardware.ports import Charge, Power

GRACE_SECONDS = 60
"""So long the page says why, and somebody may still plug the station in."""


class OrderlyEnd:
    """Watches ``power`` from when it is critical; ``monotonic`` gives seconds, ``note`` is called at the end."""

    def __init__(self, power: Power | None, *, monotonic: Callable[[], float], note: Callable[[], None]) -> None:
        self._power = power
        self._monotonic = monotonic
        self._note = note
        self._since: float | None = None

    def look(self, *, is_closed: bool) -> None:
        """To be called about every second. ``is_closed``: the page that says so is shown, hence nobody is in a visit
        and no attendant at work."""
        supply = self._power.supply() if self._power else None
        is_due = is_closed and supply is not None and supply.charge is Charge.CRITICAL
        if self._power is None or not is_due:
            self._since = None
        elif self._since is None:
            self._since = self._monotonic()
        elif self._monotonic() - self._since >= GRACE_SECONDS:
            self._since = self._monotonic()  # where the machine refuses, it is asked again
            self._note()
            self._power.turn_off()
