"""A station becomes one of a hub's: its key is made, the code proven to each other, the hub's answer written down.

The one function for the command that a technician uses. The wire format stands in ``enrolment``.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sync.agent.hub_client import Enroller
from sync.files import make_folders, move_durably
from sync.key_files import load_signing_key, save_key
from sync.protocol.enrolment import Welcome, code_secret, read_welcome, sign_request
from sync.protocol.errors import Refused
from sync.protocol.keys import SigningKey
from sync.station.config import StationConfig
from sync.station.database import open_database, transaction
from sync.station.journal import Chains, release_everything
from sync.station.state import Identity, StationState, read_identity, write_identity


def enrol_station(
    config: StationConfig,
    code: str,
    *,
    client: Enroller,
    model: str,
    clock: Callable[[], datetime],
    again: bool = False,
) -> Identity:
    """Enrol this station with the code a person typed. Returns who it is from now on.

    ``model`` is a short description of the machine for the administrator. ``again`` gives an enrolled station a new key
    and identity; everything it has not yet handed over (and what it still keeps) is then sent under the new one. A step
    that was interrupted can simply be repeated. Raises Refused (wrong or used code, already enrolled), TryLater,
    Untrusted (not the hub that made the code), DatabaseUnfit.
    """
    secret = code_secret(code)
    with closing(open_database(config.database)) as connection:
        if read_identity(connection) and not again:
            raise Refused("this station is enrolled already; say 'again' to give it a new identity")
        key = _next_key(config)
        answer = client.enrol(sign_request(secret, model=model, key=key))
        welcome = read_welcome(answer, secret, station_kid=key.kid)
        identity = _identity(welcome, key, clock())
        with transaction(connection):
            release_everything(connection)
            write_identity(connection, identity)
            StationState(connection).forget_clock()
        StationState(connection).note_revoked(False)
        load_device_key(config, identity)
        return identity


def load_device_key(config: StationConfig, identity: Identity) -> SigningKey:
    """The station's private key. Ends an enrolment that was interrupted just before its last step.

    Raises Refused when the key of this identity is not there.
    """
    for path in (config.device_key, _next_path(config)):
        if not path.exists():
            continue
        key = load_signing_key(path)
        if key.kid == identity.kid:
            if path != config.device_key:
                move_durably(path, config.device_key)
            return key
    raise Refused(f"{config.device_key} is not the key this station was enrolled with; enrol it again")


def rotate_key(config: StationConfig, *, clock: Callable[[], datetime]) -> Identity:
    """Give the station a new key. Who it is stays; the hub learns of it in the station's own chains.

    Both keys are kept until the hub has it for certain. Raises Refused for a station that is not enrolled, or whose
    last change is not through yet. Interrupted, it can simply be repeated.
    """
    with _alone_with_keys(config), closing(open_database(config.database)) as connection:
        return _rotate(config, connection, clock=clock)


def rotate_if_wished(config: StationConfig, connection: sqlite3.Connection, *, clock: Callable[[], datetime]) -> bool:
    """Give the station a new key if the hub wishes the present one gone. True when that was done just now.

    A wish for a key that is gone already asks for nothing; one that comes while the last change is not through yet is
    met once it is. Interrupted, it is ended by the next call. Raises Refused or OSError when no key can be made now.
    """
    with _alone_with_keys(config):
        identity, state = read_identity(connection), StationState(connection)
        if identity is None or state.unwanted_kid != identity.kid or _is_changing(identity, state):
            return False
        _rotate(config, connection, clock=clock)
        return True


def _is_changing(identity: Identity, state: StationState) -> bool:
    return state.previous_kid not in {"", identity.kid}


@contextmanager
def _alone_with_keys(config: StationConfig) -> Iterator[None]:
    """Agent, courier and command never change the key at the same time."""
    make_folders(config.device_key.parent, mode=0o700)
    descriptor = os.open(config.device_key.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _rotate(config: StationConfig, connection: sqlite3.Connection, *, clock: Callable[[], datetime]) -> Identity:
    identity, state = read_identity(connection), StationState(connection)
    if identity is None:
        raise Refused("this station is not enrolled yet")
    if _is_changing(identity, state):
        raise Refused("the last change of the key has not reached the hub's backup yet; try again in some days")
    old = load_device_key(config, identity)
    kept = _previous_path(config)
    kept.unlink(missing_ok=True)
    save_key(old, kept)
    new = _next_key(config)
    state.note_previous_kid(old.kid)
    changed = replace(identity, kid=new.kid)
    with transaction(connection):
        moment = state.best_time(clock)
        Chains(connection, device=identity.device, key=old).freeze_rekey(old, new, moment)
        write_identity(connection, changed)
    load_device_key(config, changed)
    return changed


def load_previous_key(config: StationConfig, state: StationState) -> SigningKey | None:
    """The key before the present one, while it is kept."""
    path = _previous_path(config)
    if not state.previous_kid or not path.exists():
        return None
    with suppress(Refused):
        key = load_signing_key(path)
        return key if key.kid == state.previous_kid else None
    return None


def finish_rotation(config: StationConfig, chains: Chains, state: StationState) -> bool:
    """Throw the old key away once the hub has the new one in its backup. True when that was done just now.

    To be called when the hub has answered to the new key, or while the batches that name it are kept.
    """
    if not state.previous_kid or not chains.is_rekeyed_safely():
        return False
    _previous_path(config).unlink(missing_ok=True)
    state.note_previous_kid("")
    return True


def _previous_path(config: StationConfig) -> Path:
    return config.device_key.with_name("device-previous.pem")


def _next_path(config: StationConfig) -> Path:
    return config.device_key.with_name("device-next.pem")


def _next_key(config: StationConfig) -> SigningKey:
    # Kept in a file of its own until the hub has said yes: a mistyped code must not cost a working identity, and a
    # second try must show the hub the same key.
    path = _next_path(config)
    make_folders(path.parent, mode=0o700)
    if path.exists():
        with suppress(Refused):
            return load_signing_key(path)
        path.unlink()  # half written
    key = SigningKey.generate()
    save_key(key, path)
    return key


def _identity(welcome: Welcome, key: SigningKey, now: datetime) -> Identity:
    return Identity(
        device=welcome.device,
        kid=key.kid,
        name=welcome.name,
        district=welcome.district,
        hub=welcome.hub,
        epoch=welcome.epoch,
        root_sha256=welcome.root_sha256,
        enrolled_at=now,
    )
