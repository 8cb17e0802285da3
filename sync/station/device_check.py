"""What the team found when it last tried out the station's devices: one row, in single words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sync.protocol.encoding import from_timestamp, parse_json, to_timestamp
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY = "device_check"


@dataclass(frozen=True)
class CheckedDevices:
    """When (aware), and by the kind of each device how it was."""

    at: datetime
    stands: Mapping[str, str] = field(default_factory=dict)


def write_devices(connection: sqlite3.Connection, check: CheckedDevices) -> None:
    """In place of the one before. Raises sqlite3.Error."""
    value = json.dumps([to_timestamp(check.at), dict(check.stands)])
    with transaction(connection):
        write_words(connection, {_KEY: value})


def read_devices(connection: sqlite3.Connection) -> CheckedDevices | None:
    """The last one; None where there was none. Raises sqlite3.Error."""
    if word := read_word(connection, _KEY):
        with suppress(ValueError, TypeError, AttributeError):
            at, stands = parse_json(word)
            return CheckedDevices(from_timestamp(at), {str(kind): str(stand) for kind, stand in stands.items()})
    return None
