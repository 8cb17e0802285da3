"""What proves that a station gave a tracker: its signature on the slip, and the key it signs slips with.

That key is no key of the exchange: the screens make it and nobody else at the station reads it. Its public half goes to
the hub as a record, in a batch that the station's own key has signed. Values only.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sync.protocol.encoding import from_base64, from_base64url, to_base64
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.keys import Jwk, SigningKey, VerifyKey
from sync.protocol.reasons import RecordReason

HINT_BYTES = 5
"""How much of a key's id stands in a proof: enough to find the few keys it can be of."""

_SIGNATURE_BYTES = 64
PROOF_CHARACTERS = 111
"""Of hint and signature in base 32, which a QR code holds in 5.5 bits each."""

_PROOF = re.compile(rf"[A-Z2-7]{{{PROOF_CHARACTERS}}}")
_SCANNED = re.compile(rf"(?:.*[#=/:])?([A-Z2-7]{{20}})\.([A-Z2-7]{{{PROOF_CHARACTERS}}})", re.DOTALL)


@dataclass(frozen=True)
class SlipKey:
    """A station says with which key it signs slips from this ISO day on, and proves that the key is its own."""

    jwk: Jwk
    day: str
    proof: bytes

    @classmethod
    def of(cls, key: SigningKey, *, device: str, day: date) -> Self:
        """For the station of this id."""
        return cls(key.public.jwk, day.isoformat(), key.sign(_key_message(device, day.isoformat())))

    def is_of(self, device: str) -> bool:
        """Whether who has the key meant it for this station."""
        return VerifyKey.from_jwk(self.jwk).verifies(self.proof, _key_message(device, self.day))

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {"key": self.jwk["x"], "day": self.day, "proof": to_base64(self.proof)}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind."""
        with foreign(Refused, RecordReason.NO_SLIP_KEY):
            jwk = {"kty": "OKP", "crv": "Ed25519", "x": str(wire["key"])}
            key = cls(VerifyKey.from_jwk(jwk).jwk, str(wire["day"]), from_base64(str(wire["proof"])))
            date.fromisoformat(key.day)
        return key


@dataclass(frozen=True)
class SlipProof:
    """A proof, taken apart. ``hint``: the beginning of the id of the key it says it is made with."""

    hint: bytes
    signature: bytes

    def fits(self, key: VerifyKey, *, poll: str, tracker: str) -> bool:
        """Whether this key has signed exactly this tracker for exactly this poll."""
        return key.verifies(self.signature, _message(poll, tracker))


def make_proof(key: SigningKey, *, poll: str, tracker: str) -> str:
    """What stands on the slip beside its tracker: capitals and digits."""
    signed = hint_of(key.kid) + key.sign(_message(poll, tracker))
    return base64.b32encode(signed).decode("ascii").rstrip("=")


def is_proof(text: str) -> bool:
    """Whether this has the form of a proof."""
    return _PROOF.fullmatch(text) is not None


def read_proof(text: str) -> SlipProof | None:
    """The proof in this text; None where it has not the form of one."""
    if not is_proof(text):
        return None
    raw = base64.b32decode(text + "=" * (-len(text) % 8))[: HINT_BYTES + _SIGNATURE_BYTES]
    return SlipProof(raw[:HINT_BYTES], raw[HINT_BYTES:])


def hint_of(kid: str) -> bytes:
    """The beginning of a key's id."""
    return from_base64url(kid)[:HINT_BYTES]


def read_slip(scanned: str) -> tuple[str, str]:
    """Tracker and proof in what a reader took from the QR code of a slip; both empty where they are not in it."""
    found = _SCANNED.fullmatch("".join(scanned.split()))
    return (found[1], found[2]) if found else ("", "")


def code_of_slip(scanned: str) -> str:
    """The code in what was read, with its proof where it has one: of a web address what stands last in it."""
    return re.split(r"[#=/:]", "".join(scanned.split()))[-1]


def _message(poll: str, tracker: str) -> bytes:
    return f"ck1|slip|{poll}|{tracker}".encode()


def _key_message(device: str, day: str) -> bytes:
    return f"ck1|slipkey|{device}|{day}".encode()
