"""How far a defect report is, as it travels: readable only for whoever has the report's number. Ideas, questions and
offers (``contributions``) have such numbers, and stand in a file of the same form.

A number has digits only, so whoever finds a list of plain hashes of shorter ones tries them all in minutes; and one
try is good against all reports at once. So numbers are long, and everything follows from the number by a slow one-way
function: first the id of the report's record, by which a station knows its own report again, and from that id where
in the files an entry stands and the key that opens it. They show how many reports there are and nothing else.
Knows no database and no screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sync.protocol import contributions
from sync.protocol.contributions import ContributionKind, ContributionState
from sync.protocol.encoding import canonical_json, from_base64, padded, parse_json, parse_json_object, to_base64
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign

NUMBER_DIGITS = 16
"""Digits of a report number: easy to say in every language, and no two of a city's reports share one."""

CODE_DIGITS = 6
"""Digits of the second code, with which a person withdraws a report. A hub takes few tries."""

MOST_NOTE = 500
"""Characters of a public note: as long as those of Klarschiff."""

MOST_NAME = 80
"""Characters of who is responsible, and of why a part of a text is not shown."""

PARTS = 64
"""Over so many files reports are spread: news of one rewrites one, and that one alone is sent to stations."""

_DOMAIN = b"ck1|report|"
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "dklen": 16, "maxmem": 64 * 2**20}
"""About 80 ms and 32 MiB a try: the first of 100,000 numbers is found after two centuries of a processor core."""
_PAD_STEP_BYTES = 64


class ReportState(StrEnum):
    """How far the city is with a report."""

    REPORTED = "reported"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    SOLVED = "solved"
    NOT_SOLVABLE = "not_solvable"
    WITHDRAWN = "withdrawn"
    """By whoever left it."""


LAST_STATES = frozenset({ReportState.SOLVED, ReportState.NOT_SOLVABLE, ReportState.WITHDRAWN})
"""After these nothing more is to be expected."""


@dataclass(frozen=True)
class Standing:
    """How far one report or contribution is since which day. ``note`` is what the city says to it, often empty."""

    state: ReportState | ContributionState
    day: date
    note: str = ""
    responsible: str = ""
    """Who is at it, as the city calls them; empty when nobody has said."""
    due: date | None = None
    """By when the city means to have done it."""
    hidden: str = ""
    """Why a part of the person's text is not shown to anybody; empty when nothing is hidden."""
    kind: ContributionKind | None = None
    """Of a contribution; None for a report."""
    project: str = ""
    """The id of the project it belongs to; empty for none."""

    @property
    def is_over(self) -> bool:
        """Nothing more is to be expected."""
        return self.state in (LAST_STATES if self.kind is None else contributions.LAST_STATES)

    def is_overdue(self, today: date) -> bool:
        """The day that was promised has gone by, and the city is not done."""
        return self.due is not None and self.due < today and not self.is_over


def record_id_of(number: str) -> str:
    """The id (32 hex digits) of the record that holds the report with this number."""
    return hashlib.scrypt(number.encode(), salt=_DOMAIN + b"id", **SCRYPT).hex()


def withdrawal_mark(record_id: str, code: str) -> str:
    """What proves the second code of a report without telling it (32 hex digits)."""
    return hashlib.scrypt(code.encode(), salt=_DOMAIN + b"withdrawal|" + record_id.encode(), **SCRYPT).hex()


def part_of(record_id: str) -> str:
    """The name of the file in which the hub tells all stations of this report."""
    return _part_name(int(_place(record_id)[:8], 16) % PARTS)


def _part_name(number: int) -> str:
    return f"report-states-{number:02d}.json"


PART_NAMES = frozenset(map(_part_name, range(PARTS)))
"""The names of all of them."""


@dataclass(frozen=True)
class StandingsFile:
    """The standings of many reports. Equal standings give equal bytes, in no order of time."""

    sealed: Mapping[str, str]
    """Place (hex) to an entry nobody can read without the number."""

    @classmethod
    def of(cls, standings: Iterable[tuple[str, Standing]]) -> Self:
        """From record ids and their standings."""
        return cls({_place(record_id): _seal(record_id, standing) for record_id, standing in standings})

    def changed(self, standings: Mapping[str, Standing | None]) -> Self:
        """With these by record id, in place of what it says of them; None takes one out."""
        places = {_place(record_id) for record_id in standings}
        kept = {place: entry for place, entry in self.sealed.items() if place not in places}
        told = type(self).of((record_id, standing) for record_id, standing in standings.items() if standing)
        return type(self)({**kept, **told.sealed})

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
    wire = {"state": standing.state, "day": standing.day.isoformat(), "note": standing.note}
    more = {
        "by": standing.responsible,
        "due": standing.due and standing.due.isoformat(),
        "hidden": standing.hidden,
        "kind": standing.kind,
        "project": standing.project,
    }
    text = canonical_json(wire | {name: value for name, value in more.items() if value})
    return to_base64(_key(record_id).encrypt(padded(text, _PAD_STEP_BYTES), None))


def _open(record_id: str, entry: str) -> Standing:
    with foreign(Refused, "an entry of the report states cannot be read"):
        wire: dict[str, Any] = parse_json(_key(record_id).decrypt(from_base64(entry), None))
        kind = ContributionKind(wire["kind"]) if wire.get("kind") else None
        return Standing(
            ReportState(wire["state"]) if kind is None else ContributionState(wire["state"]),
            date.fromisoformat(wire["day"]),
            str(wire["note"]),
            responsible=str(wire.get("by", "")),
            due=date.fromisoformat(wire["due"]) if wire.get("due") else None,
            hidden=str(wire.get("hidden", "")),
            kind=kind,
            project=str(wire.get("project", "")),
        )
