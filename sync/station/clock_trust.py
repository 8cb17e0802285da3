"""How far this machine's clock can be believed: it says so, and decides nothing. Nobody is refused for a wrong clock.

The clock is measured against two things: the latest moment the hub has signed (it cannot be earlier), and a clock that
only counts seconds since the machine was started (the two must run alike).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.station.boot_clock import Anchor, Tick
from sync.station.state import StationState

TOLERANCE = timedelta(minutes=5)
"""A clock may be so far off: what is dated with it is dated by the day."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def machine_time() -> datetime:
    """The machine's own clock, right or wrong."""
    return datetime.now(UTC)


def machine_tick() -> Tick:
    """Seconds since the machine was started, sleep included, and which start that was."""
    return Tick(_BOOT_ID.read_text(encoding="ascii").strip(), int(time.clock_gettime(time.CLOCK_BOOTTIME)))


def is_unsure(now: datetime, tick: Tick, *, floor: datetime | None, anchor: Anchor | None) -> bool:
    """True when a clock that says ``now`` should not be relied on.

    It is earlier than the hub's own word (``floor``), or it has jumped: since the ``anchor`` of this session another
    time has passed by the clock than by the counted seconds.
    """
    if floor is not None and now < floor - TOLERANCE:
        return True
    if anchor is None or anchor.tick.boot != tick.boot:
        return False
    passed = timedelta(seconds=tick.seconds - anchor.tick.seconds)
    return abs(now - (anchor.moment + passed)) > TOLERANCE


class StationClock:
    """The clock of one station. ``wall`` is the machine's own, ``tick`` the one that only counts."""

    def __init__(
        self, state: StationState, *, wall: Callable[[], datetime], tick: Callable[[], Tick] = machine_tick
    ) -> None:
        self._state = state
        self._wall = wall
        self._tick = tick

    def is_unsure(self) -> bool:
        """True while the clock cannot be relied on: what is dated with it says so."""
        return is_unsure(self._wall(), self._tick(), floor=self._state.hub_time, anchor=self._state.anchor)

    def begin(self) -> None:
        """The machine has been started: from here on the clock must not jump, unless it is plainly wrong now."""
        tick, now, anchor = self._tick(), self._wall(), self._state.anchor
        if anchor is not None and anchor.tick.boot == tick.boot:
            return
        if not is_unsure(now, tick, floor=self._state.hub_time, anchor=None):
            with suppress(sqlite3.Error):  # a disk that takes nothing keeps no station from starting
                self._state.note_anchor(Anchor(now, tick))

    def confirm(self, moment: datetime) -> None:
        """The hub has just signed this moment. An older word of it, played again, confirms nothing."""
        if self._state.hub_time is None or moment >= self._state.hub_time:
            self._state.note_anchor(Anchor(moment, self._tick()))
