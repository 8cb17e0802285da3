"""Recovery keys: whoever holds one can open the hub's backups. The hub keeps the public halves only.

They are keys of age (age-encryption.org/v1): ``age-keygen`` makes such keys too, and ``age -d`` opens a backup.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NewType

from pyrage import IdentityError, RecipientError, x25519

from sync.files import write_private
from sync.protocol.errors import Refused

SecretKey = NewType("SecretKey", str)
"""The private half, as ``AGE-SECRET-KEY-1...``."""
PublicKey = NewType("PublicKey", str)
"""The public half, as ``age1...``."""


def make_recovery_key() -> tuple[SecretKey, PublicKey]:
    """A new random key, both halves."""
    identity = x25519.Identity.generate()
    return SecretKey(str(identity)), PublicKey(str(identity.to_public()))


def read_public(given: str) -> PublicKey:
    """A public half as a person gave it. Raises Refused for anything else, a private half above all."""
    try:
        return PublicKey(str(x25519.Recipient.from_str(given.strip())))
    except RecipientError as error:
        raise Refused("this is no public half of a recovery key; those begin with age1") from error


def read_secret(given: str) -> SecretKey:
    """A private half as a person gave it: alone, or as the file of ``age-keygen``. Raises Refused for anything else."""
    lines = [line.strip() for line in given.splitlines() if line.strip() and not line.startswith("#")]
    try:
        (line,) = lines
        return SecretKey(str(x25519.Identity.from_str(line)))
    except (ValueError, IdentityError) as error:
        raise Refused("this is no recovery key; those begin with AGE-SECRET-KEY-1") from error


def write_public_keys(place: Path, keys: Sequence[PublicKey]) -> None:
    """Keep whom backups are sealed to from now on: any one of these keys will open them."""
    text = "# Whoever holds the private half of one of these opens the backups of this hub.\n"
    write_private(place, (text + "".join(f"{key}\n" for key in keys)).encode())


def public_keys(place: Path) -> list[PublicKey]:
    """Whom backups are sealed to. Raises Refused when there is nobody."""
    try:
        lines = place.read_text("ascii").splitlines()
    except FileNotFoundError:
        lines = []
    except UnicodeDecodeError as error:
        raise Refused(f"{place} holds no public halves of recovery keys") from error
    keys = [read_public(line) for line in lines if line.strip() and not line.startswith("#")]
    if not keys:
        raise Refused("this hub has no recovery key that a backup could be sealed to; make one: hub recovery-key")
    return keys
