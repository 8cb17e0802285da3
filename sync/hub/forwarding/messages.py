"""What a hub tells its parent about one of its stations: a signed message. Building and proving it, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sync.protocol.encoding import from_timestamp, to_timestamp
from sync.protocol.errors import Untrusted
from sync.protocol.foreign import foreign
from sync.protocol.jws import sign_message, verify_message
from sync.protocol.keys import Jwk, SigningKey, VerifyKey

_TYPE = "ck1-registry"
MOST_CHAINS = 24
"""As many as an answer with their heads can hold."""


@dataclass(frozen=True)
class StationEntry:
    """One entry of a hub's registry. ``child`` is the hub as its parent knows it; ``chains`` it wants the heads of.

    ``public`` is the key the station was enrolled with: later ones are proven in its chains.
    """

    child: str
    device: str
    name: str
    district: str
    model: str
    public: Jwk
    enrolled_at: datetime
    revoked_at: datetime | None
    chains: tuple[str, ...]

    def sign(self, key: SigningKey) -> str:
        """As a signed message of the hub below."""
        payload = {
            "hub": self.child,
            "dev": self.device,
            "name": self.name,
            "district": self.district,
            "model": self.model,
            "jwk": dict(self.public),
            "enrolled": to_timestamp(self.enrolled_at),
            "revoked": to_timestamp(self.revoked_at) if self.revoked_at else None,
            "chains": list(self.chains),
        }
        return sign_message(payload, typ=_TYPE, key=key)

    @classmethod
    def read(cls, message: str, *, key: VerifyKey) -> StationEntry:
        """Raises Untrusted unless this key signed it and it is complete."""
        wire = verify_message(message, typ=_TYPE, key=key)
        with foreign(Untrusted, "the message about a station is not complete"):
            return cls(
                child=_line(wire["hub"]),
                device=_line(wire["dev"], 32),
                name=_line(wire["name"]),
                district=_line(wire["district"], 20),
                model=_line(wire["model"]),
                public=Jwk({str(name): str(value) for name, value in wire["jwk"].items()}),
                enrolled_at=from_timestamp(wire["enrolled"]),
                revoked_at=from_timestamp(wire["revoked"]) if wire["revoked"] else None,
                chains=tuple(_line(inc, 32) for inc in wire["chains"][:MOST_CHAINS]),
            )


def _line(value: object, length: int = 100) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > length:
        raise ValueError(f"a short text was expected, not {value!r:.40}")
    return value
