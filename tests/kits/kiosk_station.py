"""A whole station in a folder, as an enrolled one has it: real database, real content package, real keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sync.protocol.ballot_log import LogEntry, write_files
from sync.protocol.envelope import open_outer
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record
from sync.station.config import ScreenConfig, StationConfig
from sync.station.content_store import ContentSets
from sync.station.database import open_database, transaction
from sync.station.state import Identity, write_identity
from tests.kits.content import AS_OF, Keys, write_content

ENROLLED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def enrol(config: StationConfig, *, district: str = "D") -> None:
    """Make the folder's database know who it is."""
    key = SigningKey.generate().public
    identity = Identity("d" * 32, key.kid, "SBZ", district, key.jwk, "e" * 32, "0" * 64, ENROLLED_AT)
    connection = open_database(config.database)
    with transaction(connection):
        write_identity(connection, identity)
    connection.close()


def give_content(config: StationConfig, keys: Keys, *, staged: Path, **content: Any) -> None:
    """Put the default content on show. ``content`` changes it, see ``write_content``."""
    connection = open_database(config.database)
    ContentSets(connection, config.content).activate(write_content(staged, keys, **content), as_of=AS_OF)
    connection.close()


def give_announcements(config: StationConfig, files: Mapping[str, bytes], *, staged: Path) -> None:
    """What the hub says on its own, as it lies at a station that has proven it."""
    staged.mkdir()
    for name, data in files.items():
        (staged / name).write_bytes(data)
    connection = open_database(config.database)
    ContentSets(connection, config.content).announced.activate(staged, as_of=AS_OF)
    connection.close()


def give_ballot_log(config: StationConfig, keys: Keys, *, staged: Path) -> None:
    """Every ballot that waits at this station has come into the box meanwhile, and the hub's log says so."""
    connection = open_database(config.database)
    rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting WHERE kind = 'ballot'").fetchall()
    connection.close()
    ballots = [open_outer(Record(*row), key=keys.seal) for row in rows]
    leaves = [LogEntry(ballot.poll, ballot.spent, hashlib.sha256(ballot.inner).hexdigest()).leaf for ballot in ballots]
    give_announcements(config, write_files(leaves, "a signed note"), staged=staged)


def make_station(folder: Path, keys: Keys, **settings: object) -> StationConfig:
    """An enrolled station with content; its settings."""
    ours = ScreenConfig(dims=False)  # the display of whoever runs the tests is not
    config = StationConfig(data=folder / "station", hub_url="http://127.0.0.1:1", battery=False, screen=ours)
    config = replace(config, **settings)
    enrol(config)
    give_content(config, keys, staged=folder / "staged")
    return config
