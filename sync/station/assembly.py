"""A station's parts over one open file, put together in one place: whoever works on a station gets them wired alike.

The screens, the agent, a courier, the readiness check and the simulated fleet all start here. What only the agent has
besides (keys, the hub's client) is added in ``sync.agent.assembly``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sync.boot_clock import Tick, machine_tick
from sync.station.attachment_store import Blobs
from sync.station.clock_trust import StationClock, machine_time
from sync.station.config import StationConfig
from sync.station.content_store import ContentSets
from sync.station.disk_reserve import RESERVE_BYTES, Reserve, free_bytes, unused_bytes
from sync.station.outbox import Outbox
from sync.station.state import Identity, StationState, read_identity
from sync.station.stick_requests import StickDesk


class StationParts:
    """The parts of one station. Whoever opened ``connection`` closes it.

    ``wall`` is the machine's own clock, ``tick`` the one that only counts; ``free`` says what a disk can still take, of
    which ``reserve_bytes`` are kept for the last votes.
    """

    def __init__(
        self,
        config: StationConfig,
        connection: sqlite3.Connection,
        *,
        wall: Callable[[], datetime] = machine_time,
        tick: Callable[[], Tick] = machine_tick,
        free: Callable[[Path], int] = free_bytes,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        self.config = config
        self.connection = connection
        self.wall = wall
        self.tick = tick
        self.state = StationState(connection)
        self.content = ContentSets(connection, config.content)
        self.reserve = Reserve(config.database.parent, size=reserve_bytes, free=free)
        self.blobs = Blobs(config.blobs, reserve=self.reserve)
        self.watch = StationClock(self.state, wall=wall, tick=tick)
        self.outbox = Outbox(connection, clock=self.now, reserve=self.reserve, is_unsure=self.watch.is_unsure)
        self.desk = StickDesk(connection)

    @property
    def identity(self) -> Identity | None:
        """Who the station is, read anew each time; None before enrolment."""
        return read_identity(self.connection)

    def now(self) -> datetime:
        """The best time known: the machine's, but never before what the hub has signed."""
        return self.state.best_time(self.wall)

    def is_short(self) -> bool:
        """True when the disk is so full that what is safe at the hub should go before its time."""
        return self.reserve.is_short(unused_bytes(self.connection))
