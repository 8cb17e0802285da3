"""A whole station in a folder, put together from the real parts, against a hub twin."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.agent.exchange import Parts, RoundResult, run_round
from sync.agent.hub_client import HttpHubClient
from sync.protocol.encoding import random_id
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.content_store import ContentSets
from sync.station.database import open_database, transaction
from sync.station.events import Event, Note
from sync.station.journal import Chains
from sync.station.outbox import Outbox
from sync.station.state import Identity, StationState, write_identity
from tests.kits.hub_twin import HUB_URL, HubTwin, session_to

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


class NoUpdates:
    """A repository with nothing new in it."""

    def update(self, now: datetime) -> list[Note]:
        return []


@dataclass
class Station:
    """One station. Everything that lasts is in ``folder``, except its key."""

    folder: Path
    twin: HubTwin
    clock: Clock
    key: SigningKey = field(default_factory=SigningKey.generate)
    together: int = 3

    def __post_init__(self) -> None:
        self.connection = open_database(self.folder / "station.sqlite")
        self.twin.station = self.key.public
        with transaction(self.connection):
            write_identity(self.connection, self.identity)
        self._connect()

    @property
    def identity(self) -> Identity:
        twin = self.twin
        return Identity(
            twin.device, self.key.kid, "Lütten Klein", "E", twin.key.public.jwk, twin.epoch, twin.root_sha256, NOON
        )

    def _connect(self) -> None:
        self.state = StationState(self.connection)
        self.outbox = Outbox(self.connection, clock=lambda: self.state.best_time(self.clock))
        self.chains = Chains(self.connection, device=self.twin.device, key=self.key)
        self.content = ContentSets(self.connection, self.folder / "content")
        keys = {self.twin.key.kid: self.twin.key.public}
        self.parts = Parts(
            identity=self.identity,
            key=self.key,
            client=HttpHubClient(HUB_URL, find_key=keys.get, session=session_to(self.twin)),
            chains=self.chains,
            outbox=self.outbox,
            state=self.state,
            content=self.content,
            updates=NoUpdates(),
            clock=self.clock,
            together=self.together,
        )

    def restart(self) -> None:
        self.connection.close()
        self.connection = open_database(self.folder / "station.sqlite")
        self._connect()

    def image(self, folder: Path) -> Path:
        """A copy of the station's disk, as a backup makes it."""
        folder.mkdir(parents=True, exist_ok=True)
        copied = sqlite3.connect(folder / "station.sqlite")
        self.connection.backup(copied)
        copied.close()
        return folder

    def put_back(self, image: Path) -> None:
        """The disk is replaced by an older image of itself."""
        self.connection.close()
        for name in ("station.sqlite", "station.sqlite-wal", "station.sqlite-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(image / "station.sqlite", self.folder / "station.sqlite")
        self.restart()

    def put(self, count: int = 1, kind: str = RecordKind.REPORT) -> list[Record]:
        records = [Record(random_id(), kind, "some-key", random_id().encode() * 20) for _ in range(count)]
        for record in records:
            self.outbox.put(record)
        return records

    def round(self) -> RoundResult:
        return run_round(self.parts)

    def waiting(self, stream: Stream) -> int:
        return self.outbox.counts(stream).waiting

    def acknowledged(self, stream: Stream) -> int:
        """Records of acknowledged batches that are still kept."""
        kept = (
            "SELECT coalesce(sum(b.count), 0) FROM batches b JOIN chains c USING (inc) "
            "WHERE c.stream = ? AND b.seq <= c.acked AND NOT b.lost"
        )
        return self.connection.execute(kept, (stream,)).fetchone()[0]


def everything_is_there(twin: HubTwin, records: list[Record]) -> None:
    """Each record once at the hub, byte for byte."""
    assert {record.id: record for record in records}.items() <= twin.memory.records.items()


def events(result: RoundResult) -> list[Event]:
    """What a round had to report."""
    return [note.event for note in result.notes]
