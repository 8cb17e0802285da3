"""How far a defect report is, as it travels: readable only for whoever has the report's number.

A number has twelve digits, so whoever finds a list of its plain hashes tries them all in minutes. Here everything
follows from the number by a slow one-way function: first the id of the report's record, by which a station knows its
own report again, and from that id where in the file an entry stands and the key that opens it. The file shows how
many reports there are and nothing else. Knows no database and no screen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sync.protocol.encoding import canonical_json, from_base64, parse_json_object, to_base64
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign

NUMBER_DIGITS = 12
"""Digits of a report number: easy to say in every language, and no two of a city's reports share one."""

MOST_NOTE = 300
"""Characters of a public note: a few sentences of large type."""

FILE_NAME = "report-states.json"
"""What the hub tells all stations under this name."""

_DOMAIN = b"ck1|report|"
SCRYPT = {"n": 2**13, "r": 8, "p": 1, "dklen": 16}
"""About 20 ms on a station; all numbers there are, some centuries of a computer."""
_PAD_STEP_BYTES = 64


class ReportState(StrEnum):
    """How far the city is with a report."""

    REPORTED = "reported"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    SOLVED = "solved"
    NOT_SOLVABLE = "not_solvable"


@dataclass(frozen=True)
class Standing:
    """How far one report is since which day. ``note`` is what the city says to it in public, mostly empty."""

    state: ReportState
    day: date
    note: str = ""


def record_id_of(number: str) -> str:
    """The id (32 hex digits) of the record that holds the report with this number."""
    return hashlib.scrypt(number.encode(), salt=_DOMAIN + b"id", **SCRYPT).hex()


@dataclass(frozen=True)
class StandingsFile:
    """The standings of many reports. Equal standings give equal bytes, in no order of time."""

    sealed: Mapping[str, str]
    """Place (hex) to an entry nobody can read without the number."""

    @classmethod
    def of(cls, standings: Iterable[tuple[str, Standing]]) -> Self:
        """From record ids and their standings."""
        return cls({_place(record_id): _seal(record_id, standing) for record_id, standing in standings})

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises Refused for anything that is not such a file."""
        with foreign(Refused, "not a file of report states"):
            wire = parse_json_object(data)
            return cls({str(place): str(entry) for place, entry in wire["reports"].items()})

    def to_bytes(self) -> bytes:
        """The file."""
        return canonical_json({"reports": dict(self.sealed)})

    def find(self, record_id: str) -> Standing | None:
        """How far this report is; None when the file does not know it.

        Raises Refused for an entry this version of the program cannot read.
        """
        entry = self.sealed.get(_place(record_id))
        return _open(record_id, entry) if entry is not None else None


def _place(record_id: str) -> str:
    return hashlib.sha256(_DOMAIN + b"place|" + record_id.encode()).hexdigest()[:32]


def _key(record_id: str) -> AESSIV:
    # Without a nonce on purpose: an entry that did not change has the same bytes, and the file is not sent again.
    return AESSIV(hashlib.sha512(_DOMAIN + b"key|" + record_id.encode()).digest())


def _seal(record_id: str, standing: Standing) -> str:
    text = canonical_json({"state": standing.state, "day": standing.day.isoformat(), "note": standing.note})
    length = -(-len(text) // _PAD_STEP_BYTES) * _PAD_STEP_BYTES
    return to_base64(_key(record_id).encrypt(text.ljust(length), None))  # spaces after a JSON value are still JSON


def _open(record_id: str, entry: str) -> Standing:
    with foreign(Refused, "an entry of the report states cannot be read"):
        wire: dict[str, Any] = json.loads(_key(record_id).decrypt(from_base64(entry), None))
        return Standing(ReportState(wire["state"]), date.fromisoformat(wire["day"]), str(wire["note"]))
