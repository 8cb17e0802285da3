"""Keys: who signs, who seals, who can open. The only place that uses ``cryptography``.

Signing is Ed25519, sealing is HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305 in base mode.
Key ids are RFC 7638 thumbprints; a private key is written as PKCS 8 in PEM. Knows nothing of records or batches; where
keys are kept, and how they are put under a password, stands in ``sync.key_files``.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Self

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.protocol.encoding import canonical_json, from_base64url, to_base64url
from sync.protocol.errors import Refused
from sync.protocol.reasons import RecordReason

SEAL_OVERHEAD_BYTES = 48
"""What one seal adds: 32 bytes encapsulated key, 16 bytes authentication tag (RFC 9180)."""

Jwk = dict[str, str]
"""A public key as JSON Web Key (RFC 8037): kty ``OKP``, crv ``Ed25519`` or ``X25519``, x."""

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def thumbprint(jwk: Jwk) -> str:
    """The key id of a public key: RFC 7638, SHA-256, base64url."""
    members = {name: jwk[name] for name in ("crv", "kty", "x")}
    return to_base64url(hashlib.sha256(canonical_json(members)).digest())


def _jwk(curve: str, raw: bytes) -> Jwk:
    return {"crv": curve, "kty": "OKP", "x": to_base64url(raw)}


def _raw(jwk: Jwk, curve: str) -> bytes:
    if jwk.get("kty") != "OKP" or jwk.get("crv") != curve:
        raise Refused(f"a key of curve {curve} was expected, not {jwk.get('crv')!r}")
    raw = from_base64url(jwk.get("x", ""))
    if len(raw) != 32:
        raise Refused(f"a {curve} key has 32 bytes, this one has {len(raw)}")
    return raw


class VerifyKey:
    """The public half of a signing key."""

    def __init__(self, public: Ed25519PublicKey) -> None:
        self._public = public
        self.jwk: Jwk = _jwk("Ed25519", public.public_bytes_raw())
        self.kid = thumbprint(self.jwk)

    @classmethod
    def from_jwk(cls, jwk: Jwk) -> Self:
        """Raises Refused when the JWK is not an Ed25519 public key."""
        try:
            return cls(Ed25519PublicKey.from_public_bytes(_raw(jwk, "Ed25519")))
        except ValueError as error:
            raise Refused(f"not an Ed25519 key: {error}") from error

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """True when this key made the signature over exactly this message."""
        try:
            self._public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """An Ed25519 private key: the station's own, or one of the hub's."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = VerifyKey(private.public_key())

    @property
    def kid(self) -> str:
        """The thumbprint of the public half."""
        return self.public.kid

    @classmethod
    def generate(cls) -> Self:
        """A new random key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes | None = None) -> Self:
        """The key written by :meth:`to_pem`, or encrypted PEM. Raises Refused when this is no such key."""
        private = _from_pem(pem, password)
        if not isinstance(private, Ed25519PrivateKey):
            raise Refused("this is no Ed25519 key")
        return cls(private)

    def to_pem(self) -> bytes:
        """The private key as PKCS 8 in PEM, in the clear."""
        return _to_pem(self._private)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature."""
        return self._private.sign(message)

    def private_jwk(self) -> Jwk:
        """All members, the private one too, for the JWS library. Never written anywhere."""
        return {**self.public.jwk, "d": to_base64url(self._private.private_bytes_raw())}


class SealKey:
    """The public half of a sealing key: whoever has it can close, not open."""

    def __init__(self, public: X25519PublicKey) -> None:
        self._public = public
        self.jwk: Jwk = _jwk("X25519", public.public_bytes_raw())
        self.kid = thumbprint(self.jwk)

    @classmethod
    def from_jwk(cls, jwk: Jwk) -> Self:
        """Raises Refused when the JWK is not an X25519 public key."""
        try:
            return cls(X25519PublicKey.from_public_bytes(_raw(jwk, "X25519")))
        except ValueError as error:
            raise Refused(f"not an X25519 key: {error}") from error

    def seal(self, plaintext: bytes, info: bytes) -> bytes:
        """Close the plaintext for the holder of the private half; ``info`` binds it to its place.

        48 bytes longer than the plaintext. Sealing the same text twice gives different bytes.
        """
        return _SUITE.encrypt(plaintext, self._public, info=info)


class OpenKey:
    """An X25519 private key: the hub worker's, or a counting key of a trustee."""

    def __init__(self, private: X25519PrivateKey) -> None:
        self._private = private
        self.public = SealKey(private.public_key())

    @property
    def kid(self) -> str:
        """The thumbprint of the public half."""
        return self.public.kid

    @classmethod
    def generate(cls) -> Self:
        """A new random key."""
        return cls(X25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes | None = None) -> Self:
        """The key written by :meth:`to_pem`, or encrypted PEM. Raises Refused when this is no such key."""
        private = _from_pem(pem, password)
        if not isinstance(private, X25519PrivateKey):
            raise Refused("this is no X25519 key")
        return cls(private)

    def to_pem(self) -> bytes:
        """The private key as PKCS 8 in PEM, in the clear."""
        return _to_pem(self._private)

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """The plaintext. Raises Refused when it was not sealed to this key with this ``info``."""
        try:
            return _SUITE.decrypt(sealed, self._private, info=info)
        except (InvalidTag, ValueError) as error:
            raise Refused(RecordReason.SEAL) from error


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key from a secret of at least 80 bits, by HKDF-SHA256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)


def authenticate(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 over the parts, joined by ``|``, as hex."""
    return hmac.new(key, "|".join(parts).encode(), hashlib.sha256).hexdigest()


def is_authentic(mac: str, key: bytes, *parts: str) -> bool:
    """True when ``mac`` is :func:`authenticate` of the same; takes the same time whatever the answer."""
    return hmac.compare_digest(mac.encode(), authenticate(key, *parts).encode())


def _from_pem(pem: bytes, password: bytes | None) -> object:
    try:
        return serialization.load_pem_private_key(pem, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Refused(f"the key cannot be read: {error}") from error


def _to_pem(private: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
