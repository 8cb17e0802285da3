"""How far this machine's clock can be believed: it says so, and decides nothing. Nobody is refused for a wrong clock.

The clock is measured against two things: the latest moment the hub has signed (it cannot be earlier), and a clock that
only counts seconds since the machine was started (the two must run alike). What the hub signs is measured, too: its
clock may be wrong as well, and its word is believed no further than something else bears it out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sync.boot_clock import Anchor, Tick, machine_tick
from sync.station.state import StationState

TOLERANCE = timedelta(minutes=5)
"""A clock may be so far off: what is dated with it is dated by the day."""

HUB_TOLERANCE = timedelta(hours=1)
"""So much further than anything bears out the hub's word is believed."""

SIGNED_WITHIN = timedelta(days=8)
"""A hub signs its content anew at least this often: all that a machine knows that has lost its own clock."""


def machine_time() -> datetime:
    """The machine's own clock, right or wrong."""
    return datetime.now(UTC)


def is_unsure(now: datetime, tick: Tick, *, floor: datetime | None, anchor: Anchor | None) -> bool:
    """True when a clock that says ``now`` should not be relied on.

    It is earlier than the hub's own word (``floor``), or it has jumped: since the ``anchor`` of this session another
    time has passed by the clock than by the counted seconds.
    """
    if floor is not None and now < floor - TOLERANCE:
        return True
    counted = anchor.moment_at(tick) if anchor else None
    return counted is not None and abs(now - counted) > TOLERANCE


@dataclass(frozen=True)
class Evidence:
    """What else a station knows of the time when the hub signs a moment; None for what it does not know.

    ``floor`` is how far it has believed the hub before, ``wall`` its own clock, ``counted`` the last moment that was
    borne out and the seconds counted since, ``content`` when the newest content was signed.
    """

    wall: datetime
    floor: datetime | None = None
    counted: datetime | None = None
    content: datetime | None = None

    @property
    def has_lost_its_clock(self) -> bool:
        """True when the own clock is plainly wrong and nothing was counted: the machine was off, and knows nothing."""
        known = max(filter(None, (self.floor, self.content)), default=None)
        return self.counted is None and known is not None and self.wall < known - TOLERANCE

    def bears_out(self, moment: datetime) -> bool:
        """True when the time may be measured from this moment on: from one that is ahead of all it would lead further.

        So many answers of a wrong clock cannot lead the station away from its own, hour by hour.
        """
        latest = max(filter(None, (self.wall, self.counted, self.content)))
        return moment <= (latest + TOLERANCE if self.counted else latest + HUB_TOLERANCE)


def believed(moment: datetime, evidence: Evidence) -> datetime:
    """How much of a moment the hub has signed is to be believed: it itself, or something earlier."""
    if evidence.has_lost_its_clock:
        known = max(filter(None, (evidence.floor, evidence.content)))
        return min(moment, known + SIGNED_WITHIN)
    borne_out = max(filter(None, (evidence.wall, evidence.counted, evidence.content)))
    return min(moment, borne_out + HUB_TOLERANCE)


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

    def hear(self, moment: datetime, *, content: datetime | None = None) -> None:
        """The hub has just signed this moment, and its newest content at the moment ``content``, if that is known.

        An older word of it, played again, says nothing. A later one than anything bears out is believed so far only:
        a hub whose clock is wrong must not close all polls.
        """
        floor, wall, counted, tick = self._state.hub_time, self._wall(), self._counted(), self._tick()
        if floor is not None and moment < floor:
            return
        evidence = Evidence(wall, floor, counted, content)
        known = believed(moment, evidence)
        self._state.note_hub_time(known)
        if evidence.has_lost_its_clock or evidence.bears_out(moment):
            self._state.note_anchor(Anchor(known, tick))

    def correct(self, moment: datetime, number: int) -> None:
        """The hub takes back every later moment it has signed."""
        self._state.note_clock_correction(number, Anchor(moment, self._tick()))

    def _counted(self) -> datetime | None:
        anchor = self._state.anchor
        return anchor.moment_at(self._tick()) if anchor else None
