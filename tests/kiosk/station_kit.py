"""A whole station in a folder, as an enrolled one has it: real database, real content package, real keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sync.config import StationConfig
from sync.content import ContentSets
from sync.database import open_database, transaction
from sync.identity import Identity, write_identity
from sync.keys import SigningKey
from tests.kiosk.content_kit import AS_OF, Keys, write_content

ENROLLED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def enrol(config: StationConfig, *, district: str = "D") -> None:
    """Make the folder's database know who it is."""
    key = SigningKey.generate().public
    identity = Identity("d" * 32, key.kid, "SBZ", district, key.jwk, "e" * 32, "0" * 64, ENROLLED_AT)
    connection = open_database(config.database)
    with transaction(connection):
        write_identity(connection, identity)
    connection.close()


def give_content(config: StationConfig, keys: Keys, *, staged: Path) -> None:
    """Put the default content on show."""
    connection = open_database(config.database)
    ContentSets(connection, config.content).activate(write_content(staged, keys), as_of=AS_OF)
    connection.close()


def make_station(folder: Path, keys: Keys, **settings: object) -> StationConfig:
    """An enrolled station with content; its settings."""
    config = StationConfig(data=folder / "station", hub_url="http://127.0.0.1:1")
    config = replace(config, **settings)
    enrol(config)
    give_content(config, keys, staged=folder / "staged")
    return config
