"""The station's second process: exchanges with the hub, round after round, and touches no screen.

    python -m sync.agent --config FILE [--once]

Puts the parts together and waits; what a round does stands in ``exchange``. ``--once`` does one round, prints it as one
line of JSON and ends with 0 when the hub has everything that was due, else with 1.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import NamedTuple

from sync.agent.assembly import assemble_round
from sync.agent.back_off import back_off
from sync.agent.enrol import finish_rotation, rotate_if_wished
from sync.agent.exchange import Parts, RoundResult, run_round
from sync.agent.stick_service import Attendance
from sync.boot_clock import seconds_since_start
from sync.files import make_folders
from sync.http_session import BoundedSession, new_session
from sync.protocol.errors import Refused
from sync.protocol.keys import SealKey
from sync.station.assembly import StationParts
from sync.station.clock_trust import machine_time
from sync.station.config import ConfigError, StationConfig, load_config
from sync.station.content_store import ContentSets
from sync.station.database import DatabaseUnfit, open_database
from sync.station.disk_reserve import Reserve, is_disk_full
from sync.station.events import Event, Note
from sync.station.outbox import NotStored
from sync.station.recovery.report_damage import see_to_damage
from sync.station.recovery.salvage import keep_identity_copy, salvage_if_damaged
from sync.station.round_wish import round_wish
from sync.station.state import Identity, read_identity
from sync.station.stick_requests import StickDesk
from sync.systemd import notify

LOOK_SECONDS = 1.0
"""How often the agent looks whether the kiosk has put something or the network has changed. Costs microseconds."""

ROUND_SECONDS = 30 * 60
"""A whole round: what is not through by then goes on in the next."""

Routes = set[tuple[str, ...]]
"""The ways into the network; another set means that something was plugged, unplugged or joined."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The program. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="mitmach agent", description="Exchanges records and content with the hub.")
    parser.add_argument("--config", type=Path, required=True, help="the station's TOML file")
    parser.add_argument("--once", action="store_true", help="one round, printed as one line of JSON")
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
        with _only_one(config), _open(config) as connection:
            agent = Agent(config, connection, random=SystemRandom(), look_at_routes=kernel_routes)
            return agent.run_once() if options.once else agent.run()
    except (ConfigError, DatabaseUnfit, Refused) as error:
        sys.stderr.write(f"{error}\n")
        return 2


class _Signs(NamedTuple):
    """What may wake an agent when it changes: the station's database, and where the network leads."""

    changes: int
    routes: Routes


class Agent:
    """One station's agent: knows when the next round is due and what wakes it earlier.

    ``station`` and ``session`` are those of this machine, and ``say`` its standard error, unless others are given.
    """

    def __init__(
        self,
        config: StationConfig,
        connection: sqlite3.Connection,
        *,
        random: Random,
        look_at_routes: Callable[[], Routes],
        station: StationParts | None = None,
        session: BoundedSession | None = None,
        say: Callable[[Note], None] | None = None,
    ) -> None:
        self._config = config
        self._connection = connection
        self._random = random
        self._look_at_routes = look_at_routes
        self._session = session or new_session()
        self._station = station or StationParts(config, connection)
        self._say = say or _say
        self._stopping = threading.Event()
        self._parts: Parts | None = None
        self._failures = 0
        self._asked = round_wish(connection)

    def run_once(self) -> int:
        """One round, said on standard output."""
        done = self.round()
        result = done or RoundResult(notes=[Note(Event.NOT_ENROLLED)])
        line = {
            "enrolled": done is not None,
            "complete": result.complete,
            "sent": result.sent,
            "acknowledged": result.acknowledged,
            "waiting": result.waiting,
            "notes": [note.event.id for note in result.notes],
        }
        sys.stdout.write(json.dumps(line) + "\n")
        return 0 if result.complete else 1

    def run(self) -> int:
        """Round after round until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop())
        attendance = Attendance(self._config)
        attendance.start(after=StickDesk(self._connection).work().wish)
        self._say(Note(Event.STARTED))
        notify("READY=1")
        if not read_identity(self._connection):
            self._say(Note(Event.NOT_ENROLLED))
        while not self._stopping.is_set():
            seen = self._look()
            self._wait(self._round(), seen)
        notify("STOPPING=1")
        attendance.stop()
        self._say(Note(Event.STOPPED))
        return 0

    def round(self) -> RoundResult | None:
        """One round and all that belongs to it; None at a station that is not enrolled."""
        self._station.reserve.keep()
        parts = self.enrolled_parts()
        if parts is None:
            return None
        try:
            with self._session.bounded(ROUND_SECONDS):
                result = run_round(parts)
        except sqlite3.OperationalError as error:
            if is_disk_full(error):
                self._station.reserve.give_up()  # handing over is what makes room again
            result = RoundResult(notes=[Note(Event.DISK, str(error))])
        if result.sent or result.notes:
            done = Note(Event.ROUND_DONE, f"sent {result.sent}, acknowledged {result.acknowledged}")
            for note in (*result.notes, done):
                self._say(note)
        if result.complete:
            finish_rotation(self._config, parts.chains, parts.state)
        self._see_to_damage(parts)
        self._change_key(parts)
        return result

    def _round(self) -> float:
        """Seconds until the next one."""
        result = self.round()
        if result is None:
            return self._config.sync.interval_seconds
        self._failures = 0 if result.complete else self._failures + 1
        if read_identity(self._connection) != (self._parts and self._parts.identity):
            return 0.0  # there is a new key, and the hub learns of it at once
        if result.complete:
            return self._config.sync.interval_seconds * self._random.uniform(0.8, 1.2)
        return back_off(self._failures - 1, self._random, after_seconds=result.after_seconds)

    def _stop(self) -> None:
        self._stopping.set()
        self._session.stop()  # whatever is just being waited for

    def _see_to_damage(self, parts: Parts) -> None:
        try:
            now = self._station.now()
            see_to_damage(
                self._config.database,
                outbox=parts.outbox,
                chains=parts.chains,
                find_key=lambda: _seal_key(parts.content, now),
                now=now,
                is_short=self._station.is_short(),
            )
        except (Refused, NotStored, sqlite3.Error, OSError) as error:
            self._say(Note(Event.DISK, str(error)))

    def _change_key(self, parts: Parts) -> None:
        """Do as the hub wishes, if it wishes a new key of us."""
        if parts.state.unwanted_kid != parts.identity.kid:
            return
        try:
            changed = rotate_if_wished(self._config, self._connection, clock=self._station.wall)
        except (Refused, sqlite3.Error, OSError) as error:
            self._say(Note(Event.KEY_NOT_CHANGED, str(error)))
            return
        if changed:
            self._say(Note(Event.KEY_CHANGED))

    def _wait(self, seconds: float, seen: _Signs) -> None:
        """Until so many seconds are over, or something wakes. ``seen`` is from before the last round.

        So what came too late for that round is no less noticed than what comes after it.
        """
        until = seconds_since_start() + seconds  # a machine that slept has waited, too
        while seconds_since_start() < until and not self._stopping.wait(LOOK_SECONDS):
            notify("WATCHDOG=1")
            before, seen = seen, self._look()
            if seen.routes != before.routes:
                self._failures = 0  # the network has changed: what failed before may work now
                return
            if seen.changes != before.changes and (self._is_asked() or self._is_wanted()):
                return

    def _is_asked(self) -> bool:
        """True when attendants want it tried now, whatever failed before."""
        before, self._asked = self._asked, round_wish(self._connection)
        if self._asked == before:
            return False
        self._failures = 0
        return True

    def _is_wanted(self) -> bool:
        """True when the kiosk has put something that may go now, and the last round got through.

        A ballot that has to wait for others wakes nobody: a request just then would tell when it was cast.
        """
        if self._parts is None or read_identity(self._connection) != self._parts.identity:
            return read_identity(self._connection) is not None
        today = self._station.now().date()
        together = self._config.sync.ballots_together
        return self._failures == 0 and self._parts.chains.has_work(today=today, together=together)

    def _look(self) -> _Signs:
        # The first changes whenever another process has committed.
        return _Signs(self._connection.execute("PRAGMA data_version").fetchone()[0], self._look_at_routes())

    def _go_on(self) -> bool:
        notify("WATCHDOG=1")
        return not self._stopping.is_set()

    def enrolled_parts(self) -> Parts | None:
        """What a round works with; None at a station that is not enrolled."""
        identity = read_identity(self._connection)
        if identity is None:
            return None
        if self._parts is None or self._parts.identity != identity:
            self._parts = self._put_together(identity)
        return self._parts

    def _put_together(self, identity: Identity) -> Parts:
        keep_identity_copy(self._connection, self._config.database)
        parts = assemble_round(self._station, identity, session=self._session, go_on=self._go_on)
        self._station.blobs.tidy()
        self._station.watch.begin()
        return parts


def _seal_key(content: ContentSets, now: datetime) -> SealKey | None:
    package = content.active()
    return package.keylist().seal_key(now) if package else None


@contextmanager
def _only_one(config: StationConfig) -> Iterator[None]:
    place = config.device_key.with_name("agent.lock")  # where nobody else could hold it for ever
    make_folders(place.parent, mode=0o700)
    with place.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"another agent is already at work in {config.data}") from None
        yield


def _open(config: StationConfig) -> closing[sqlite3.Connection]:
    Reserve(config.database.parent).make_way()
    salvage = salvage_if_damaged(config.database)
    if salvage:
        aside = salvage.folder.relative_to(config.data)
        _say(Note(Event.DATABASE_SALVAGED, f"{salvage.records} records saved, the damaged file lies in {aside}"))
    return closing(open_database(config.database))


def kernel_routes() -> Routes:
    """Where the network leads just now. Only where to and over what: the kernel counts uses in the other columns."""
    found = set()
    for path, columns in ((Path("/proc/net/route"), (0, 1, 2)), (Path("/proc/net/ipv6_route"), (0, 4, 9))):
        lines = path.read_text().splitlines() if path.exists() else []
        found |= {tuple(line.split()[column] for column in columns) for line in lines}
    return found


def _say(*notes: Note) -> None:
    for note in notes:
        sys.stderr.write(f"{machine_time():%Y-%m-%dT%H:%M:%SZ} {note}\n")
