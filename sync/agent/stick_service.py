"""The agent's part for attendants: meets the stick and asks for the position when the screens ask for it, beside the
rounds over the network.

A thread of its own with a connection of its own, so that neither a slow stick nor a silent hub holds up the other.
Which file is on a stick, and what is believed of it, stands in ``courier``.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from sync.agent.assembly import assemble_courier
from sync.agent.gpsd import locate
from sync.agent.stick_exchange import Told, Trip
from sync.protocol.districts import Point
from sync.protocol.errors import SyncError
from sync.protocol.shifts import STICK_FILE, stick_proof
from sync.station.assembly import StationParts
from sync.station.config import StationConfig
from sync.station.database import DatabaseUnfit, is_in_place, open_database
from sync.station.events import Event
from sync.station.position_wish import position_wish, tell_position
from sync.station.stick_requests import Phase, StickDesk, StickWork
from sync.stick import Stick, StickFault, StickTrouble, find_stick

LOOK_SECONDS = 0.5
"""How often the thread looks whether somebody asked."""

TELL_SECONDS = 0.5
"""How often it says how far it is: each time costs a write to the disk."""


_MOST_KEY_BYTES = 200


def meet(config: StationConfig, stick: Stick, *, told: Told | None = None, check: bool = True) -> Trip | None:
    """One visit of a stick at an enrolled station; None at one that is not. ``told`` hears how far it is.

    ``check`` looks through the station's file first. May run beside the agent's own rounds. Raises Refused without the
    station's key, DatabaseUnfit.
    """
    with closing(open_database(config.database, check=check)) as connection:
        station = StationParts(config, connection)
        identity = station.identity
        if identity is None:
            return None
        courier = assemble_courier(station, identity, stick)
        return courier.meet(stick, together=config.sync.ballots_together, told=told)


class Attendance:
    """Waits for wishes and meets sticks. ``find`` gives the folder of the stick that is plugged in, or None; ``locate``
    where the station is, or None."""

    def __init__(
        self,
        config: StationConfig,
        *,
        find: Callable[[], Path | None] | None = None,
        locate: Callable[[], Point | None] = locate,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config = config
        self._locate = locate
        self._find = find or (lambda: find_stick(config.sync.stick))
        self._monotonic = monotonic
        self._seen = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="attendance", daemon=True)

    def start(self, *, after: str) -> None:
        """Begin to wait for wishes. That of ``after``, from before, is not met: nobody stands there any more."""
        self._seen = after
        self._thread.start()

    def stop(self) -> None:
        """Wait no longer. What is being written is finished; a stick that hangs is left behind."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                with closing(open_database(self._config.database, check=False)) as connection:
                    desk = StickDesk(connection)
                    while is_in_place(connection) and not self._stopping.wait(LOOK_SECONDS):
                        work = desk.work()
                        if work.wish != self._seen:
                            self._seen = work.wish
                            self.attend(desk, work.wish, for_key=work.for_key)
                        position = position_wish(connection)
                        if not position.is_met:
                            tell_position(connection, position.name, self._locate())
            except (DatabaseUnfit, sqlite3.Error):
                self._stopping.wait(10 * LOOK_SECONDS)  # the agent puts a damaged file aside; then it goes on

    def attend(self, desk: StickDesk, wish: str, *, for_key: bool = False) -> None:
        """Meet the stick that is plugged in, and say so; nothing that goes wrong with it is raised.

        ``for_key``: only the key of a team is looked for; of it, what proves it is told.
        """
        folder = self._find()
        if folder is None:
            desk.tell(StickWork(wish, fault=StickFault.ABSENT.value))
            return
        if for_key:
            desk.tell(_find_key(Stick(folder), wish))
            return
        if name := desk.work().file:
            desk.tell(_lay_file(folder, name, desk.take_file(), wish))
            return
        teller = _Teller(desk, wish, monotonic=self._monotonic)
        try:
            trip = meet(self._config, Stick(folder), told=teller, check=False)
            done = work_of(trip, wish) if trip else StickWork(wish, fault="not-enrolled")
        except StickTrouble as trouble:
            done = StickWork(wish, fault=trouble.fault.value)
        except (SyncError, DatabaseUnfit, OSError, sqlite3.Error):
            done = StickWork(wish, fault="station")
        desk.tell(done)


def _find_key(stick: Stick, wish: str) -> StickWork:
    try:
        key = stick.read(STICK_FILE, most_bytes=_MOST_KEY_BYTES)
        return StickWork(wish, for_key=True, team=stick_proof(key.decode("ascii", "replace")) if key else "")
    except StickTrouble as trouble:
        return StickWork(wish, fault=trouble.fault.value, for_key=True)


def _lay_file(folder: Path, name: str, data: bytes, wish: str) -> StickWork:
    try:
        Stick(folder).write_for_people(name, data)
        return StickWork(wish, file=name)
    except StickTrouble as trouble:
        return StickWork(wish, fault=trouble.fault.value, file=name)


class _Teller:
    """Says how far a trip is, not more often than anybody can read."""

    def __init__(self, desk: StickDesk, wish: str, *, monotonic: Callable[[], float]) -> None:
        self._desk, self._wish, self._monotonic = desk, wish, monotonic
        self._told_at = float("-inf")

    def __call__(self, trip: Trip) -> None:
        if self._monotonic() - self._told_at >= TELL_SECONDS:
            self._told_at = self._monotonic()
            phase = Phase.LAYING if trip.of else Phase.TAKING
            self._desk.tell(StickWork(self._wish, phase, done=trip.done, of=trip.of))


def work_of(trip: Trip, wish: str) -> StickWork:
    """A trip that is over, as the screens are told."""
    events = {note.event for note in trip.notes}
    fault = trip.trouble.fault.value if trip.trouble else "revoked" if Event.REVOKED in events else ""
    return StickWork(
        wish,
        done=trip.laid + trip.lying + trip.pieces,
        of=trip.of,
        acknowledged=trip.acknowledged,
        content=Event.CONTENT_NEW in events,
        fault=fault,
        remarks=_once(remark.name.lower() for remark, _ in trip.remarks),
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
