"""Signed messages: JWS compact (RFC 7515) with Ed25519 (RFC 9864). The only place that uses ``joserfc``.

Every message names its type in the header (``typ``), and the reader says which type it expects, so that a
signature made for one purpose can never serve another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Untrusted
from sync.protocol.foreign import foreign
from sync.protocol.keys import Jwk, SigningKey, VerifyKey

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

# ``joserfc`` is imported with the first message: the screens know what is written in messages, and sign and read none.

_ALGORITHM = "Ed25519"
MAX_KID_LENGTH = 64
MAX_HEADER_BYTES = 8192
"""No message of ours is longer; a longer one is refused before it is looked at."""


def sign_message(payload: Mapping[str, object], *, typ: str, key: SigningKey, with_key: bool = False) -> str:
    """The payload, signed. ``with_key`` puts the public key into the header (enrolment only)."""
    from joserfc import jws

    header: dict[str, Any] = {"alg": _ALGORITHM, "typ": typ, "kid": key.kid}
    if with_key:
        header["jwk"] = key.public.jwk
    return jws.serialize_compact(header, canonical_json(payload), _private(key), algorithms=[_ALGORITHM])


def read_kid(message: str) -> str:
    """The key id a message claims, unproven: only to look up the key to verify with. Raises Untrusted."""
    kid = _unproven_header(message).get("kid", "")
    if not isinstance(kid, str) or not kid.isprintable() or len(kid) > MAX_KID_LENGTH:
        raise Untrusted("not a key id")
    return kid


def read_own_key(message: str) -> VerifyKey:
    """The public key inside an enrolment message, unproven until the message is verified with it.

    Raises Untrusted when there is none.
    """
    jwk = _unproven_header(message).get("jwk")
    if not isinstance(jwk, dict):
        raise Untrusted("the message carries no key")
    return VerifyKey.from_jwk(Jwk({str(name): str(value) for name, value in jwk.items()}))


def read_unproven(message: str) -> dict[str, Any]:
    """The payload, unproven: for what is bound by other means. Raises Untrusted when it is no message."""
    from joserfc import jws

    _unproven_header(message)
    with foreign(Untrusted, "not a signed message"):
        return parse_json_object(jws.extract_compact(message.encode()).payload)


def verify_message(message: str, *, typ: str, key: VerifyKey) -> dict[str, Any]:
    """The payload, proven: right type, right key, right signature. Raises Untrusted otherwise."""
    from joserfc import jws

    header = _unproven_header(message)
    if header.get("typ") != typ:
        raise Untrusted(f"a message of type {typ} was expected, not {header.get('typ')!r}")
    if header.get("kid") != key.kid:
        raise Untrusted("the message names another key")
    with foreign(Untrusted, "the signature does not hold"):
        verified = jws.deserialize_compact(message, _public(key), algorithms=[_ALGORITHM])
        return parse_json_object(verified.payload)


# Importing a key takes the library longer than signing does, so each is kept as long as ours is.
_privates: WeakKeyDictionary[SigningKey, OKPKey] = WeakKeyDictionary()
_publics: WeakKeyDictionary[VerifyKey, OKPKey] = WeakKeyDictionary()


def _private(key: SigningKey) -> OKPKey:
    from joserfc.jwk import OKPKey

    if key not in _privates:
        _privates[key] = OKPKey.import_key(dict(key.private_jwk()))
    return _privates[key]


def _public(key: VerifyKey) -> OKPKey:
    from joserfc.jwk import OKPKey

    if key not in _publics:
        _publics[key] = OKPKey.import_key(dict(key.jwk))
    return _publics[key]


def _unproven_header(message: str) -> dict[str, Any]:
    from joserfc import jws

    if len(message) > MAX_HEADER_BYTES or not message.isascii():
        raise Untrusted("not a signed message")
    with foreign(Untrusted, "not a signed message"):
        return dict(jws.extract_compact(message.encode()).headers())
