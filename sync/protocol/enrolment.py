"""How a new station and the hub come to trust each other by one code, without the code ever travelling.

Both derive K from the code. The station proves K over its own key's thumbprint, the hub proves K over both thumbprints;
with 80 bits in the code no guessing helps. Shared by both sides; sends and stores nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol.encoding import random_code, read_code
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.foreign import foreign
from sync.protocol.jws import read_own_key, sign_message, verify_message
from sync.protocol.keys import Jwk, SigningKey, VerifyKey, authenticate, derive_key, is_authentic

CODE_LENGTH = 16
"""Crockford characters, 5 bits each: 80 bits."""

REQUEST_TYPE = "ck1-enrol"
WELCOME_TYPE = "ck1-welcome"


@dataclass(frozen=True)
class CodeSecret:
    """What both sides derive from the code: ``locator`` finds it at the hub, ``key`` proves that one knows it.

    The hub keeps these two, never the code.
    """

    locator: str
    key: bytes


@dataclass(frozen=True)
class EnrolmentRequest:
    """A station's wish to be enrolled, its signature checked, its code not yet."""

    locator: str
    model: str
    public: VerifyKey
    mac: str

    def knows_code(self, secret: CodeSecret) -> bool:
        """True when the station holds the code this secret was derived from."""
        return is_authentic(self.mac, secret.key, "station", self.public.kid)


@dataclass(frozen=True)
class Welcome:
    """The hub's answer, proven by the code: who the station is now, and whom to trust from here on.

    ``root_sha256`` is the hash (hex) of the first content root; ``hub`` is the hub's signing key, ``epoch`` its
    database.
    """

    device: str
    name: str
    district: str
    hub: Jwk
    epoch: str
    root_sha256: str


def new_code() -> str:
    """A new enrolment code of 16 Crockford characters."""
    return random_code(CODE_LENGTH)


def code_secret(typed: str) -> CodeSecret:
    """What follows from a code as typed. Raises Refused when it cannot be a code."""
    try:
        code = read_code(typed)
    except ValueError as error:
        raise Refused(str(error)) from error
    if len(code) != CODE_LENGTH:
        raise Refused(f"an enrolment code has {CODE_LENGTH} characters, this one has {len(code)}")
    secret = code.encode()
    return CodeSecret(derive_key(secret, "ck1 enrol locator")[:8].hex(), derive_key(secret, "ck1 enrol"))


def sign_request(secret: CodeSecret, *, model: str, key: SigningKey) -> str:
    """The station's message: its key, its model, and the proof that it knows the code."""
    payload = {"locator": secret.locator, "model": model, "mac": authenticate(secret.key, "station", key.kid)}
    return sign_message(payload, typ=REQUEST_TYPE, key=key, with_key=True)


def read_request(message: str) -> EnrolmentRequest:
    """The station's message, proven to be signed by the key it carries. Raises Untrusted."""
    public = read_own_key(message)
    wire = verify_message(message, typ=REQUEST_TYPE, key=public)
    with foreign(Untrusted, "the enrolment message is not complete"):
        locator = str(wire["locator"])
        if not locator.isalnum():
            raise Untrusted("the enrolment message names no code")
        return EnrolmentRequest(locator, str(wire["model"])[:100], public, _proof(wire["mac"]))


def sign_welcome(welcome: Welcome, secret: CodeSecret, *, station_kid: str, key: SigningKey) -> str:
    """The hub's answer. ``key`` must be the private half of ``welcome.hub``."""
    payload = {
        "device": welcome.device,
        "name": welcome.name,
        "district": welcome.district,
        "epoch": welcome.epoch,
        "root": welcome.root_sha256,
        "mac": authenticate(secret.key, "hub", key.kid, station_kid),
    }
    return sign_message(payload, typ=WELCOME_TYPE, key=key, with_key=True)


def read_welcome(message: str, secret: CodeSecret, *, station_kid: str) -> Welcome:
    """The hub's answer, proven to come from whoever made the code and to be meant for this station.

    Raises Untrusted.
    """
    hub = read_own_key(message)
    wire = verify_message(message, typ=WELCOME_TYPE, key=hub)
    with foreign(Untrusted, "the hub's answer is not complete"):
        if not is_authentic(_proof(wire["mac"]), secret.key, "hub", hub.kid, station_kid):
            raise Untrusted("the answer does not come from the hub that made this code")
        return Welcome(
            device=str(wire["device"]),
            name=str(wire["name"]),
            district=str(wire["district"]),
            hub=hub.jwk,
            epoch=str(wire["epoch"]),
            root_sha256=str(wire["root"]),
        )


def _proof(value: object) -> str:
    if not isinstance(value, str) or not value.isascii():
        raise ValueError("hexadecimal digits were expected")
    return value
