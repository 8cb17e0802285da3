"""A shift of attendants at stations, as it is published and signed: when, where, and who proves to be on it.

Each person has a PIN for this shift alone. What is published is a slow hash of it: whoever works on that for days has a
PIN of a shift that is over. Times are those of a clock on the wall in the city.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sync.protocol.centre_dates import MOMENT
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign

FOLDER = "shifts/"
"""Every file below is one shift."""

PIN_DIGITS = 8
"""Of a shift's PIN, which is made by chance and never chosen."""

SALT_BYTES, PROOF_BYTES = 16, 32

MOST_PEOPLE = 20
LONGEST_NAME, LONGEST_PLACE = 60, 80

BEFORE, AFTER = timedelta(hours=2), timedelta(hours=6)
"""So long before and after its hours a shift opens the station: people unpack, and they close the day."""

STICK_FILE = "mitmach-team.key"
"""The file on the stick of a team."""

_STICK_KEY = re.compile(r"[0-9a-f]{64}")

_COST, _BLOCK, _WAYS = 2**14, 8, 1
"""About 50 ms and 16 MB a try (RFC 7914)."""

_MEMORY = 64 * 1024 * 1024


def stretch_pin(pin: str, salt: bytes) -> bytes:
    """What proves a PIN: scrypt, 64 bytes for attendants of a station and ``PROOF_BYTES`` of them for a shift."""
    return hashlib.scrypt(pin.encode(), salt=salt, n=_COST, r=_BLOCK, p=_WAYS, maxmem=_MEMORY)


def make_pins(number: int) -> list[str]:
    """So many different PINs, by chance."""
    pins: set[str] = set()
    while len(pins) < number:
        pins.add(f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}")
    return secrets.SystemRandom().sample(sorted(pins), number)


def make_stick_key() -> str:
    """What a team's stick holds: 64 hex digits by chance."""
    return secrets.token_hex(32)


def stick_proof(key: str) -> str:
    """By what the key of a stick is known without being told: SHA-256, 64 hex digits. Empty for what is no key."""
    key = key.strip()
    return hashlib.sha256(f"ck1|team|{key}".encode()).hexdigest() if _STICK_KEY.fullmatch(key) else ""


@dataclass(frozen=True)
class Attendant:
    """One person of a shift: the name as on the badge, and what proves the PIN."""

    name: str
    proof: bytes


@dataclass(frozen=True)
class Shift:
    """One shift. ``stations`` are the names of those it is at; none: any. ``stick`` is the proof of the team's stick,
    empty where there is none."""

    id: str
    begins: datetime
    ends: datetime
    place: str
    district: str
    salt: bytes
    people: tuple[Attendant, ...]
    stations: tuple[str, ...] = ()
    stick: str = ""

    def is_on(self, now: datetime, *, station: str) -> bool:
        """True while it opens this station; ``now`` is what a clock on the wall shows, without a zone."""
        return (not self.stations or station in self.stations) and self.begins - BEFORE <= now <= self.ends + AFTER

    def whose(self, pin: str) -> str:
        """The name of the person of this PIN; empty for a wrong one. Takes the same time for both."""
        proof, found = stretch_pin(pin, self.salt)[:PROOF_BYTES], ""
        for person in self.people:
            if hmac.compare_digest(proof, person.proof):
                found = person.name
        return found

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is published."""
        optional: dict[str, Any] = {"stations": list(self.stations), "stick": self.stick}
        return {
            "id": self.id,
            "begins": self.begins.strftime(MOMENT),
            "ends": self.ends.strftime(MOMENT),
            "place": self.place,
            "district": self.district,
            "salt": self.salt.hex(),
            "people": [{"name": person.name, "pin": person.proof.hex()} for person in self.people],
            **{name: value for name, value in optional.items() if value},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a shift from its JSON object. Raises Refused for anything else."""
        with foreign(Refused, "the shift cannot be read"):
            shift = cls(
                id=str(wire["id"]),
                begins=datetime.strptime(wire["begins"], MOMENT),  # noqa: DTZ007  on the wall
                ends=datetime.strptime(wire["ends"], MOMENT),  # noqa: DTZ007
                place=str(wire["place"]),
                district=str(wire["district"]),
                salt=bytes.fromhex(wire["salt"]),
                people=tuple(Attendant(str(one["name"]), bytes.fromhex(one["pin"])) for one in wire["people"]),
                stations=tuple(map(str, wire.get("stations", ()))),
                stick=str(wire.get("stick", "")),
            )
            if shift.ends <= shift.begins or not 0 < len(shift.people) <= MOST_PEOPLE:
                raise ValueError("a shift lasts some time and has people")
            if len(shift.salt) != SALT_BYTES or any(len(person.proof) != PROOF_BYTES for person in shift.people):
                raise ValueError("what proves a PIN has one length")
        return shift


def plan_shift(
    *,
    name: str,
    begins: datetime,
    ends: datetime,
    place: str,
    district: str,
    people: Collection[str],
    stations: Collection[str] = (),
) -> tuple[Shift, Mapping[str, str], str]:
    """A new shift, the PIN of each person by name, and the key for the team's stick: neither is kept anywhere."""
    salt, key = secrets.token_bytes(SALT_BYTES), make_stick_key()
    pairs = list(zip(people, make_pins(len(people)), strict=True))
    attendants = tuple(Attendant(one, stretch_pin(pin, salt)[:PROOF_BYTES]) for one, pin in pairs)
    shift = Shift(name, begins, ends, place, district, salt, attendants, tuple(stations), stick_proof(key))
    return shift, dict(pairs), key
