"""A ballot that its owner misses: the claim as it is sealed, and what the hub tells stations about claims.

A claim names the public tracker of the ballot and the day, nothing of a person and no choice. What is told lists
hashes of trackers: who has the tracker finds the answer, and the list tells nobody which ballots are missed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.reasons import RecordReason
from sync.protocol.slip_proofs import is_proof

FILE_NAME = "ballot-claims.json"
"""What the hub tells all stations under this name."""

MOST_ANSWER = 300
"""Characters of an answer: as many as fit beside it at a station."""

_TRACKER = re.compile(r"[A-Z2-7]{20}")


@dataclass(frozen=True)
class BallotClaim:
    """Somebody who has this tracker does not find the ballot. ``day`` is the ISO day on which it was said."""

    tracker: str
    day: str
    proof: str = ""
    """What the slip proves it with (``slip_proofs``); empty where the tracker was typed."""

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {"tracker": self.tracker, "day": self.day, **({"proof": self.proof} if self.proof else {})}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind."""
        with foreign(Refused, RecordReason.NO_CLAIM):
            claim = cls(str(wire["tracker"]), str(wire["day"]), str(wire.get("proof", "")))
            date.fromisoformat(claim.day)
        if not _TRACKER.fullmatch(claim.tracker):
            raise Refused(RecordReason.NO_CLAIM, detail="tracker")
        if claim.proof and not is_proof(claim.proof):
            raise Refused(RecordReason.NO_CLAIM, detail="proof")
        return claim


@dataclass(frozen=True)
class ClaimStanding:
    """What became of a claim: when it came, and what the city answered; both empty while it looks into it."""

    came_on: date
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class ClaimsFile:
    """All claims as stations are told them, by :func:`claim_key`."""

    standings: Mapping[str, ClaimStanding]

    def find(self, tracker: str) -> ClaimStanding | None:
        """What became of the claim about this tracker; None where none is known."""
        return self.standings.get(claim_key(tracker))

    @classmethod
    def of(cls, claims: Iterable[tuple[str, ClaimStanding]]) -> Self:
        """From trackers and their standings."""
        return cls({claim_key(tracker): standing for tracker, standing in claims})

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises Refused for anything that is no such file."""
        with foreign(Refused, "not a list of claims"):
            wire = parse_json_object(data)["claims"]
            return cls({str(key): _read_standing(entry) for key, entry in wire.items()})

    def to_bytes(self) -> bytes:
        """The file. It holds no time finer than the day."""
        return canonical_json({"claims": {key: _wire_of(standing) for key, standing in self.standings.items()}})


def claim_key(tracker: str) -> str:
    """What stands for a tracker in the list: 32 hex digits."""
    return hashlib.sha256(f"mitmachstation claim|{tracker}".encode()).hexdigest()[:32]


def _read_standing(wire: Mapping[str, Any]) -> ClaimStanding:
    answered = wire.get("answered_on")
    answer = str(wire.get("answer", ""))[:MOST_ANSWER]
    return ClaimStanding(
        date.fromisoformat(wire["came_on"]), answer, date.fromisoformat(answered) if answered else None
    )


def _wire_of(standing: ClaimStanding) -> dict[str, str]:
    answered = (
        {"answer": standing.answer, "answered_on": standing.answered_on.isoformat()} if standing.answered_on else {}
    )
    return {"came_on": standing.came_on.isoformat(), **answered}
