"""What the team has tried out with its own ears and hands, when, and how it went: one row."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync.protocol.encoding import parse_json
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY = "hand_checks"


class HandCheck(StrEnum):
    """What only a person can tell."""

    SOUND = "sound"
    TOUCH = "touch"
    DISPLAY = "display"


@dataclass(frozen=True)
class Checked:
    """It was tried out on this day, and was fine or not."""

    on: date
    is_fine: bool


def write_check(connection: sqlite3.Connection, check: HandCheck, *, on: date, is_fine: bool) -> None:
    """Keep it in place of what was found before. Raises sqlite3.Error."""
    with transaction(connection):
        found = read_checks(connection) | {check: Checked(on, is_fine)}
        wire = {one.value: [checked.on.isoformat(), checked.is_fine] for one, checked in found.items()}
        write_words(connection, {_KEY: json.dumps(wire)})


def read_checks(connection: sqlite3.Connection) -> dict[HandCheck, Checked]:
    """What was found last; what was never tried out is not in it. Raises sqlite3.Error."""
    if word := read_word(connection, _KEY):
        with suppress(ValueError, KeyError, TypeError):
            wire = parse_json(word)
            return {
                check: Checked(date.fromisoformat(wire[check][0]), bool(wire[check][1]))
                for check in HandCheck
                if check in wire
            }
    return {}
