"""Private keys in files of their own: PEM for their owner alone (mode 0600), written once, never over another key."""

from __future__ import annotations

from pathlib import Path

from sync.files import write_new
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey, SigningKey


def load_signing_key(path: Path, password: bytes | None = None) -> SigningKey:
    """The signing key kept in a file. Raises Refused when the file holds no such key, OSError when it is not there."""
    pem = path.read_bytes()
    try:
        return SigningKey.from_pem(pem, password)
    except Refused as error:
        raise Refused(f"{path}: {error}") from error


def load_open_key(path: Path, password: bytes | None = None) -> OpenKey:
    """The opening key kept in a file. Raises Refused when the file holds no such key, OSError when it is not there."""
    pem = path.read_bytes()
    try:
        return OpenKey.from_pem(pem, password)
    except Refused as error:
        raise Refused(f"{path}: {error}") from error


def save_key(
    key: SigningKey | OpenKey, path: Path, password: bytes | None = None, *, owner: tuple[int, int] | None = None
) -> None:
    """Write the key to a new file, durably. Raises FileExistsError rather than overwrite a key."""
    write_new(path, key.to_pem(password), owner=owner)
