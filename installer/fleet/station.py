"""One station of a fleet: the real parts of a station in a folder, without screens and without a process.

Nothing of the exchange is done differently here. What people do and what happens to the machine comes from outside.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from installer.fleet.acts import Act, Ledger
from installer.fleet.dying import Fuse, Killed, MortalConnection
from installer.fleet.members import Member
from installer.fleet.way import Way
from sync.agent.agent import Agent
from sync.agent.assembly import assemble_courier, updates_over_network
from sync.agent.enrol import enrol_station
from sync.agent.exchange import Parts, RoundResult
from sync.agent.hub_client import HttpHubClient
from sync.agent.stick_exchange import Courier
from sync.boot_clock import Tick
from sync.http_session import new_session
from sync.protocol.errors import TryLater
from sync.protocol.keys import SealKey
from sync.protocol.records import Stream
from sync.station.assembly import StationParts
from sync.station.attachment_store import BlobKind
from sync.station.config import StationConfig, SyncConfig
from sync.station.content_store import ContentPackage
from sync.station.database import open_database
from sync.station.disk_reserve import RESERVE_BYTES
from sync.station.events import Event
from sync.station.outbox import AlreadySpent, NotStored
from sync.stick import Stick

Result = TypeVar("Result")

DATABASE = "station.sqlite"
KEYS = "keys"
SMALL_RESERVE_BYTES = 64 * 1024
"""All of them lie on one disk."""
ENROLMENT_TRIES = 100
TOGETHER = 5
"""Ballots in a batch before their day is over."""


class FleetStation:
    """One station. ``time`` is the simulated time; ``drift`` what its clock makes of it."""

    def __init__(
        self,
        member: Member,
        folder: Path,
        *,
        hub_url: str,
        way: Way,
        fuse: Fuse,
        time: Callable[[], datetime],
        random: Random,
        ledger: Ledger,
    ) -> None:
        self.member, self.way, self.random = member, way, random
        self.drift: datetime | timedelta = timedelta()
        self._fuse, self._time, self._ledger = fuse, time, ledger
        self._config = StationConfig(data=folder, hub_url=hub_url, sync=SyncConfig(ballots_together=TOGETHER))
        self._session = new_session()
        self._session.trust_env = False  # no proxy of this machine is meant
        self._session.mount("http://", way)
        self._session.mount("https://", way)
        self.kills = 0
        self.doubtful: set[str] = set()
        """Who it was while its disk was put back or copied: the hub may well tell people."""
        self._said: Counter[Event] = Counter()
        self._tokens: dict[str, str] = {}
        self._handed_over: set[str] = set()
        self._station: StationParts
        self._agent: Agent

    def clock(self) -> datetime:
        """The station's own clock, right or wrong."""
        return self.drift if isinstance(self.drift, datetime) else self._time() + self.drift

    # --- what happens to it ---

    def enrol(self, code: str, *, again: bool = False) -> None:
        """Become a station of the hub, or ``again`` another one."""
        client = HttpHubClient(self._config.hub_url, find_key=lambda _kid: None, session=self._session)
        for _ in range(ENROLMENT_TRIES):
            try:
                enrol_station(self._config, code, client=client, model="simulated", clock=self.clock, again=again)
                break
            except TryLater:
                pass  # as a technician does: the same code once more
        self.start()

    def fetch_content(self) -> ContentPackage:
        """The content package, fetched and verified as every station does it."""
        updates_over_network(self._station, self._parts.identity, session=self._session).update(self._station.now())
        package = self._station.content.active()
        if package is None:
            raise ValueError("the hub has published no content")
        return package

    def take_content(self, package: ContentPackage) -> None:
        """The content of another station, as a prepared disk brings it."""
        staged = self._config.content / "staging-copied"
        shutil.copytree(package.folder, staged)
        self._station.content.activate(staged, as_of=package.as_of)

    def light_fuse(self, steps: int) -> None:
        """The program dies at this step of what it does next; it is started again at once."""
        self._fuse.steps = steps

    def image(self, place: Path) -> Path:
        """A copy of its disk, without its content, in a new folder."""
        place.mkdir(parents=True)
        with closing(sqlite3.connect(place / DATABASE)) as copy:
            self._station.connection.backup(copy)
        shutil.copytree(self._config.device_key.parent, place / KEYS)
        return place

    def put_back(self, image: Path, *, new_code: Callable[[], str]) -> None:
        """Its disk is replaced by an older image of itself. From before a change of its key, it is enrolled anew."""
        self._handed_over = self.acknowledged_tokens()
        before = self._parts.identity
        self._station.connection.close()
        self._lay_down(image)
        self.start()
        if self._parts.identity.kid == before.kid:
            self.doubtful.add(before.device)
            return
        self.enrol_anew(new_code())

    def enrol_anew(self, code: str) -> None:
        """It becomes another station; all that it keeps goes on under the new name."""
        self._handed_over |= self.acknowledged_tokens()
        self._station.connection.close()
        self.enrol(code, again=True)

    def copy_of(self, image: Path, content: Path) -> None:
        """A machine on which this image is put, with the content that lies there."""
        self._lay_down(image)
        shutil.copytree(content, self._config.content, symlinks=True)
        self.start()

    @property
    def device(self) -> str:
        """Who it is for the hub."""
        return self._parts.identity.device

    @property
    def is_out_of_service(self) -> bool:
        """The hub has told it so."""
        return self._station.state.is_revoked

    @property
    def content(self) -> Path:
        """The folder of its content."""
        return self._config.content

    def _lay_down(self, image: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._config.database.with_name(DATABASE + suffix).unlink(missing_ok=True)
        shutil.rmtree(self._config.device_key.parent, ignore_errors=True)
        self._config.database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(image / DATABASE, self._config.database)
        shutil.copytree(image / KEYS, self._config.device_key.parent)

    def close(self) -> None:
        """End it."""
        self._station.connection.close()
        self._session.close()

    # --- what it does ---

    def put(self, act: Act) -> None:
        """A person's act: shown as stored when it is, and never shown when the station dies on the way."""
        self._tokens[act.record.id] = act.token
        self._ledger.unsure.add(act.token)
        if act.mark:
            self._ledger.marks[act.token] = act.mark
        if self._alive(lambda: self._is_stored(act)):
            self._ledger.shown.add(act.token)
        self._ledger.unsure -= self._ledger.shown

    def attach(self, photo: bytes, *, key: SealKey) -> tuple[str, ...]:
        """A person takes a photo for a report. The names of its pieces."""
        names = self._station.blobs.put(photo, kind=BlobKind.PHOTO, key=key)
        self._ledger.pieces.update(names)
        return names

    def unsent_pieces(self) -> set[str]:
        """Pieces that the hub has not said it has, as far as is known here."""
        return {piece.name for piece in self._station.blobs.unsent()}

    def exchange(self) -> RoundResult | None:
        """One round with the hub; None when the program died in it."""
        return self._alive(self._agent.round)

    @property
    def key_changes(self) -> int:
        """How often it has changed its key."""
        return self._said[Event.KEY_CHANGED]

    @property
    def time_known(self) -> datetime:
        """What time it takes it to be."""
        return self._station.now()

    def meet(self, stick: Stick, *, steps: int) -> None:
        """Somebody brings a stick; the program dies after so many steps, or never (0)."""
        self.light_fuse(steps)
        self._alive(lambda: self._courier(stick).meet(stick, together=TOGETHER))

    def _courier(self, stick: Stick) -> Courier:
        return assemble_courier(self._station, self._parts.identity, stick)

    def hand_over(self) -> bool:
        """Give the hub everything, ballots too, however few. True when nothing is left."""
        self._parts.chains.freeze_due(self._station.now(), together=TOGETHER, forced=True)
        result = self.exchange()
        return result is not None and result.complete and not result.waiting

    @property
    def waiting(self) -> int:
        """Records the hub has not acknowledged."""
        return sum(self._parts.outbox.counts(stream).waiting for stream in Stream)

    def kept_tokens(self) -> set[str]:
        """What still lies here, acknowledged or not."""
        ids = self._station.connection.execute("SELECT id FROM waiting UNION SELECT id FROM kept")
        return {self._tokens[id_] for (id_,) in ids if id_ in self._tokens}

    def acknowledged_tokens(self) -> set[str]:
        """What the hub has acknowledged, ever."""
        ids = self._station.connection.execute("SELECT id FROM kept JOIN chains USING (inc) WHERE kept.seq <= acked")
        return self._handed_over | {self._tokens[id_] for (id_,) in ids if id_ in self._tokens}

    def _is_stored(self, act: Act) -> bool:
        try:
            self._station.outbox.put(act.record, spent=act.mark)
        except (NotStored, AlreadySpent):
            return False
        return True

    def _alive(self, act: Callable[[], Result]) -> Result | None:
        try:
            return act()
        except Killed:
            self.kills += 1
            self._station.connection.close()
            self.start()
            return None
        finally:
            self._fuse.steps = 0

    def start(self) -> None:
        """Start its program over what its disk holds. Raises ValueError when it is not enrolled."""
        self._fuse.steps = 0
        # Not looked through each time as a real start does: nothing damages pages here.
        connection = open_database(self._config.database, check=False, factory=MortalConnection)
        if isinstance(connection, MortalConnection):
            connection.fuse = self._fuse
        self._station = StationParts(
            self._config, connection, wall=self.clock, tick=self._tick, free=_roomy, reserve_bytes=SMALL_RESERVE_BYTES
        )
        self._station.reserve.keep()
        self._agent = Agent(
            self._config,
            connection,
            random=self.random,
            look_at_routes=set,
            station=self._station,
            session=self._session,
            say=lambda note: self._said.update([note.event]),
        )
        if self._agent.enrolled_parts() is None:
            raise ValueError("the station is not enrolled")

    @property
    def _parts(self) -> Parts:
        """What a round works with, as its agent has it."""
        parts = self._agent.enrolled_parts()
        assert parts
        return parts

    def _tick(self) -> Tick:
        return Tick(self.member.name, int(self._time().timestamp()))


def _roomy(_folder: Path) -> int:
    """A disk of its own, with plenty of room: all of them lie on one here."""
    return 100 * RESERVE_BYTES
