"""The keys that sign content, in the form the TUF library wants. Holds no format of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

# The library exports these names without saying so.
from securesystemslib.signer import (  # type: ignore[attr-defined]
    Key,
    SecretsHandler,
    Signature,
    Signer,
    SSlibKey,
)

from sync.files import make_folders
from sync.hub.data_folder import HubFolder
from sync.key_files import load_signing_key, save_key
from sync.protocol.announced_paths import ROLE as HUB
from sync.protocol.encoding import from_base64url
from sync.protocol.keys import Jwk, SigningKey

ONLINE_ROLES = ("snapshot", "timestamp")
"""Signed by the hub whenever something changed, or just to say that nothing did."""
OFFLINE_ROLES = ("root", "targets")
"""Signed by people who publish; their keys need not lie on the hub."""


class TufSigner(Signer):
    """One of our signing keys, as TUF's signer."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key
        self._public = tuf_public_key(key.public.jwk, key.kid)

    @property
    def public_key(self) -> Key:
        """The public half, as TUF's key."""
        return self._public

    def sign(self, payload: bytes) -> Signature:
        """The signature over the canonical bytes of some metadata."""
        return Signature(self._key.kid, self._key.sign(payload).hex())

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: SecretsHandler | None = None
    ) -> Signer:
        """Not offered: our keys are files, read by :func:`load_signers`."""
        raise NotImplementedError("keys are read from files")


@dataclass(frozen=True)
class AnnouncingSigners:
    """What the hub needs to tell its stations something: its own keys only."""

    hub: Signer
    snapshot: Signer
    timestamp: Signer


@dataclass(frozen=True)
class RepositorySigners(AnnouncingSigners):
    """One signer per role that publishing needs; the root is in the hands of people."""

    targets: Signer


def tuf_public_key(jwk: Jwk, kid: str) -> SSlibKey:
    """One of our public signing keys, as TUF's key."""
    return SSlibKey(kid, "ed25519", "ed25519", {"public": from_base64url(jwk["x"]).hex()})


def make_content_keys(folder: HubFolder) -> None:
    """Make the four keys that sign content. Raises FileExistsError rather than overwrite one."""
    for role in (*OFFLINE_ROLES, *ONLINE_ROLES):
        save_key(SigningKey.generate(), _key_path(folder, role))


def make_announcing_keys(folder: HubFolder) -> Jwk | None:
    """Make what signs announcements and the ballot log, where it is missing.

    Returns the public half of a new key of the log, to be listed for stations; None when there was one already.
    """
    make_folders(folder.announcing_keys, mode=0o700)
    found = folder.announcing_keys.stat()
    owner = (found.st_uid, found.st_gid) if os.geteuid() == 0 else None  # who publishes may be root, who announces not
    if not _key_path(folder, HUB).exists():
        save_key(SigningKey.generate(), _key_path(folder, HUB), owner=owner)
    if folder.log_key.exists():
        return None
    key = SigningKey.generate()
    save_key(key, folder.log_key, owner=owner)
    return key.public.jwk


def load_signers(folder: HubFolder) -> RepositorySigners:
    """The signers of content. Raises Refused or OSError when a key cannot be read."""
    return RepositorySigners(
        hub=load_signer(folder, HUB),
        snapshot=load_signer(folder, "snapshot"),
        timestamp=load_signer(folder, "timestamp"),
        targets=load_signer(folder, "targets"),
    )


def load_announcing_signers(folder: HubFolder) -> AnnouncingSigners:
    """The signers of announcements. Raises Refused or OSError when a key cannot be read."""
    return AnnouncingSigners(*(load_signer(folder, role) for role in (HUB, *ONLINE_ROLES)))


def load_signer(folder: HubFolder, role: str) -> Signer:
    """The signer of one role."""
    return TufSigner(load_signing_key(_key_path(folder, role)))


def _key_path(folder: HubFolder, role: str) -> Path:
    return (folder.publisher_keys if role in OFFLINE_ROLES else folder.announcing_keys) / f"{role}.pem"
