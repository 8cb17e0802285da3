"""``keys.json``: the hub's public keys, as they reach a station with its signed content. Shared by hub and station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sync.protocol.encoding import canonical_json, from_timestamp, parse_json_object, to_timestamp
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.keys import Jwk, SealKey, VerifyKey

TARGET_PATH = "keys.json"


@dataclass(frozen=True)
class ListedKey:
    """One public key and what it is for.

    ``ack`` signs answers, ``seal`` closes records, ``log`` signs the ballot log.
    """

    use: str
    jwk: Jwk
    valid_from: datetime
    valid_until: datetime | None = None


@dataclass(frozen=True)
class KeyList:
    """All keys of one hub."""

    keys: tuple[ListedKey, ...]

    def to_bytes(self) -> bytes:
        """The content of ``keys.json``."""
        return canonical_json(
            {
                "keys": [
                    {
                        "use": key.use,
                        "jwk": key.jwk,
                        "from": to_timestamp(key.valid_from),
                        "until": to_timestamp(key.valid_until) if key.valid_until else None,
                    }
                    for key in self.keys
                ]
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> KeyList:
        """Raises Refused when this is no key list."""
        with foreign(Refused, "the key list cannot be read"):
            return cls(tuple(_read_key(wire) for wire in parse_json_object(data)["keys"]))

    def answer_key(self, kid: str) -> VerifyKey | None:
        """The hub's signing key of this id, whatever its dates (an old acknowledgement stays true); None if unknown."""
        keys = (VerifyKey.from_jwk(key.jwk) for key in self.keys if key.use == "ack")
        return next((key for key in keys if key.kid == kid), None)

    def log_key(self) -> VerifyKey | None:
        """The key that signs the ballot log: the one most recently begun; None for a hub that keeps no log yet."""
        keys = [key for key in self.keys if key.use == "log"]
        return VerifyKey.from_jwk(max(keys, key=lambda key: key.valid_from).jwk) if keys else None

    def seal_key(self, now: datetime) -> SealKey:
        """The key to seal with now: the one most recently begun. Raises Refused when there is none."""
        begun: Sequence[ListedKey] = [
            key
            for key in self.keys
            if key.use == "seal" and key.valid_from <= now and (key.valid_until is None or now <= key.valid_until)
        ]
        begun = begun or [key for key in self.keys if key.use == "seal"]  # a wrong clock must not stop the station
        if not begun:
            raise Refused("the key list holds no sealing key")
        return SealKey.from_jwk(max(begun, key=lambda key: key.valid_from).jwk)


def _read_key(wire: Any) -> ListedKey:
    return ListedKey(
        use=str(wire["use"]),
        jwk={name: str(wire["jwk"][name]) for name in ("kty", "crv", "x")},
        valid_from=from_timestamp(wire["from"]),
        valid_until=from_timestamp(wire["until"]) if wire["until"] else None,
    )
