"""The other second step of signing in: a security key or passkey (WebAuthn). Knows no page and no session.

Whoever asks keeps the ``state`` of the question for this one visitor, and takes it out before the answer is looked
at: a challenge is answered once. The library proves challenge, origin, hub, presence, verification and signature;
whose key it is and whether it counts forwards is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from sync.hub.accounts.models import SecurityKey
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.config import HubConfig
from sync.protocol.encoding import parse_json, to_base64url
from sync.protocol.errors import Refused

if TYPE_CHECKING:
    from fido2.server import Fido2Server

NAME = "Mitmachstation"
MOST_KEYS = 10
ANSWER_WITHIN = timedelta(minutes=5)
MOST_ANSWER = 64 * 1024
"""Characters; an answer of a real key has about a thousand."""
_USER_SALT = "security keys of an account"
_DEFAULT_PORTS = {"https": ":443", "http": ":80"}

State = Mapping[str, Any]
Result = TypeVar("Result")


class KeyFault(StrEnum):
    """Why an answer was not taken."""

    STALE = "stale"
    """Its question was answered before, is too old, or was never asked here."""
    WRONG = "wrong"
    """It proves nothing: another challenge, another address, no person, or a wrong signature."""
    UNKNOWN = "unknown"
    """This key is none of this account's."""
    KNOWN = "known"
    """This key is registered already."""
    COPIED = "copied"
    """It counts backwards: somewhere there is another one like it."""
    TOO_MANY = "too-many"


class KeyRefused(Refused):
    """An answer of a key was not taken; nothing was changed."""

    def __init__(self, fault: KeyFault) -> None:
        super().__init__(f"the key was refused: {fault}")
        self.fault = fault


@dataclass(frozen=True)
class KeyPlace:
    """The one address at which keys of this hub work."""

    origin: str
    """As browsers write it: ``https://hub.example.org``, with a port only if it is no usual one."""

    @property
    def hub(self) -> str:
        """The name the keys are bound to (the relying party's id)."""
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True)
class Question:
    """What a browser is asked to show to a key, and what has to be remembered for the answer."""

    options: Mapping[str, Any]
    state: State


def key_place(config: HubConfig, *, port: str) -> KeyPlace:
    """Where keys work. ``port`` is the one this hub listens on; it counts only where no address is set."""
    by_itself = f"https://{config.hosts[0]}" if config.https else f"http://localhost:{port}"
    parts = urlsplit(config.public_address or by_itself)
    return KeyPlace(f"{parts.scheme}://{parts.netloc.lower().removesuffix(_DEFAULT_PORTS[parts.scheme])}")


def keys_of(user: User) -> list[SecurityKey]:
    """All keys of an account, the oldest first."""
    return list(SecurityKey.objects.filter(user=user))


def ask_new_key(user: User, *, place: KeyPlace, now: datetime) -> Question:
    """The question a new key answers."""
    from fido2.webauthn import PublicKeyCredentialUserEntity, ResidentKeyRequirement, UserVerificationRequirement

    name = user.get_username()
    # The key keeps this number; it names nobody, and the same account has the same one each time.
    number = salted_hmac(_USER_SALT, str(user.pk), algorithm="sha256").digest()
    options, state = _server(place).register_begin(
        PublicKeyCredentialUserEntity(id=number, name=name, display_name=name),
        credentials=_known(user),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(dict(options.public_key), _remember(state, now))


def add_key(user: User, answer: str, state: State | None, *, name: str, place: KeyPlace, now: datetime) -> SecurityKey:
    """Register a key. Raises KeyRefused."""
    from fido2.cose import CoseKey

    asked = _still_good(state, now)
    found = _prove(answer, lambda said: _server(place).register_complete(asked, said))
    data = found.credential_data
    if data is None or data.public_key.ALGORITHM not in CoseKey.supported_algorithms():
        raise KeyRefused(KeyFault.WRONG)
    if SecurityKey.objects.filter(user=user).count() >= MOST_KEYS:
        raise KeyRefused(KeyFault.TOO_MANY)
    try:
        with transaction.atomic():
            key = SecurityKey.objects.create(
                user=user,
                name=name,
                credential=to_base64url(data.credential_id),
                data=bytes(data),
                counter=found.counter,
                added_at=now,
            )
            audit.append(AuditEvent.KEY_ADDED, user.get_username(), at=now, key=name)
    except IntegrityError as error:
        raise KeyRefused(KeyFault.KNOWN) from error
    return key


def ask_known_key(user: User, *, place: KeyPlace, now: datetime) -> Question:
    """The question one of the account's keys answers."""
    from fido2.webauthn import UserVerificationRequirement

    options, state = _server(place).authenticate_begin(
        _known(user), user_verification=UserVerificationRequirement.REQUIRED
    )
    return Question(dict(options.public_key), _remember(state, now))


def accept_key(user: User, answer: str, state: State | None, *, place: KeyPlace, now: datetime) -> SecurityKey:
    """The key that answered rightly. Raises KeyRefused; a key that counts backwards is also told in the audit log."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    asked = _still_good(state, now)
    named = _prove(answer, lambda said: to_base64url(AuthenticationResponse.from_dict(said).raw_id))
    key = SecurityKey.objects.filter(user=user, credential=named).first()
    if key is None:
        raise KeyRefused(KeyFault.UNKNOWN)
    data = AttestedCredentialData(bytes(key.data))
    _prove(answer, lambda said: _server(place).authenticate_complete(asked, [data], said))
    counter = _prove(answer, lambda said: AuthenticationResponse.from_dict(said).response.authenticator_data.counter)
    if not _count_on(key, counter, now=now):
        audit.append(AuditEvent.KEY_COUNTED_BACK, user.get_username(), at=now, key=key.name, name=user.get_username())
        raise KeyRefused(KeyFault.COPIED)
    return key


def remove_key(key: SecurityKey, *, by: str, now: datetime) -> None:
    """This key opens nothing any more."""
    with transaction.atomic():
        if SecurityKey.objects.filter(pk=key.pk).delete()[0]:
            audit.append(AuditEvent.KEY_REMOVED, by, at=now, key=key.name, name=key.user.get_username())


def _count_on(key: SecurityKey, counter: int, *, now: datetime) -> bool:
    rows = SecurityKey.objects.filter(pk=key.pk)
    if counter or key.counter:  # one conditional UPDATE decides: of two answers at once, one is the later
        rows = rows.filter(counter__lt=counter)
    return bool(rows.update(counter=counter, used_at=now))


def _server(place: KeyPlace) -> Fido2Server:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    # Exactly this address: the library's own rule would take any subdomain, and any port.
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=place.hub, name=NAME), verify_origin=lambda origin: origin == place.origin
    )


def _known(user: User) -> list[Any]:
    from fido2.webauthn import AttestedCredentialData

    return [AttestedCredentialData(bytes(key.data)) for key in keys_of(user)]


def _remember(state: State, now: datetime) -> State:
    return {**state, "asked": int(now.timestamp())}


def _still_good(state: State | None, now: datetime) -> State:
    if not state or now.timestamp() - state["asked"] > ANSWER_WITHIN.total_seconds():
        raise KeyRefused(KeyFault.STALE)
    return state


def _prove(answer: str, proof: Callable[[Any], Result]) -> Result:
    try:
        if len(answer) > MOST_ANSWER:
            raise ValueError("too long")
        return proof(parse_json(answer))
    except Exception as error:  # whatever a stranger's bytes do inside the parsers, it is no proof
        raise KeyRefused(KeyFault.WRONG) from error
