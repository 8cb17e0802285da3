"""A security key made of software: real keys, real signatures, and the bytes of WebAuthn put together by hand."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

from sync.protocol.encoding import from_base64url, to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One key, with a browser around it that shows it the page at ``origin``."""

    origin: str
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    """Goes up with each signature; ``None``-like keys of phones stay at 0 when ``counts`` is False."""
    counts: bool = True
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, question: Mapping[str, Any], **changes: Any) -> str:
        """What ``navigator.credentials.create`` gives, as the page sends it."""
        point = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        named = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        data = self._data(str(question["rp"]["id"]), self.flags | ATTESTED) + named
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", question, **changes)
        return self._answer({"clientDataJSON": client, "attestationObject": attestation})

    def get(self, question: Mapping[str, Any], **changes: Any) -> str:
        """What ``navigator.credentials.get`` gives, as the page sends it."""
        data = self._data(str(question["rpId"]), self.flags)
        client = self._client("webauthn.get", question, **changes)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _data(self, hub: str, flags: int) -> bytes:
        self.counter += self.counts
        return hashlib.sha256(hub.encode()).digest() + struct.pack(">BI", flags, self.counter)

    def _client(self, kind: str, question: Mapping[str, Any], **changes: Any) -> bytes:
        # A browser hands on the challenge in its own base64url: decoded here, so that only its bytes matter.
        challenge = to_base64url(from_base64url(str(question["challenge"])))
        members = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(members | changes).encode()

    def _answer(self, parts: Mapping[str, bytes]) -> str:
        own = to_base64url(self.id)
        said = {name: to_base64url(value) for name, value in parts.items()}
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": said})
