"""Private keys in files of their own: for their owner alone (mode 0600), written once, never over another key.

A key in the clear is PKCS 8 in PEM. Under a password that PEM lies in an age file (age-encryption.org/v1), whose scrypt
costs whoever guesses about a second and 128 MB a try. PEM that was encrypted by an earlier version, with a password
stretched too little, is still read, and put into an age file by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from sync.files import write_new, write_private
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey, SigningKey

_AGE = (b"-----BEGIN AGE ENCRYPTED FILE-----", b"age-encryption.org/")
_ENCRYPTED_PEM = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"

_Key = TypeVar("_Key", SigningKey, OpenKey)


def is_locked(path: Path) -> bool:
    """True when the key in this file is under a password. Raises OSError when there is no such file."""
    return path.read_bytes().lstrip().startswith((*_AGE, _ENCRYPTED_PEM))


def load_signing_key(path: Path, password: bytes | None = None) -> SigningKey:
    """The signing key kept in a file. Raises Refused when the file holds no such key, OSError when it is not there."""
    return _load(path, password, SigningKey.from_pem)


def load_open_key(path: Path, password: bytes | None = None) -> OpenKey:
    """The opening key kept in a file. Raises Refused when the file holds no such key, OSError when it is not there."""
    return _load(path, password, OpenKey.from_pem)


def save_key(
    key: SigningKey | OpenKey, path: Path, password: bytes | None = None, *, owner: tuple[int, int] | None = None
) -> None:
    """Write the key to a new file, durably. Raises FileExistsError rather than overwrite a key."""
    write_new(path, to_file(key, password), owner=owner)


def to_file(key: SigningKey | OpenKey, password: bytes | None = None) -> bytes:
    """What such a file holds."""
    return _lock(key.to_pem(), password) if password else key.to_pem()


def change_password(path: Path, before: bytes | None, after: bytes) -> None:
    """Put the key in a file, whichever kind it is, under another password. Raises Refused when it cannot be read."""
    try:
        key: SigningKey | OpenKey = load_signing_key(path, before)
    except Refused:
        key = load_open_key(path, before)
    _rewrite(path, to_file(key, after))


def _load(path: Path, password: bytes | None, from_pem: Callable[[bytes, bytes | None], _Key]) -> _Key:
    data = path.read_bytes()
    try:
        if not data.lstrip().startswith(_AGE):
            key = from_pem(data, password)
        elif password:
            key = from_pem(_unlock(data, password), None)
        else:
            raise Refused("it is under a password")
    except Refused as error:
        raise Refused(f"{path}: {error}") from error
    if password and data.lstrip().startswith(_ENCRYPTED_PEM):
        with suppress(OSError):  # on a medium that cannot be written to it stays as it is
            _rewrite(path, to_file(key, password))
    return key


def _rewrite(path: Path, data: bytes) -> None:
    owner = path.stat()
    write_private(path, data, owner=(owner.st_uid, owner.st_gid))


def _lock(pem: bytes, password: bytes) -> bytes:
    import pyrage

    return bytes(pyrage.passphrase.encrypt(pem, password.decode(), armored=True))


def _unlock(data: bytes, password: bytes) -> bytes:
    import pyrage

    try:
        return bytes(pyrage.passphrase.decrypt(data, password.decode()))
    except (pyrage.DecryptError, UnicodeDecodeError) as error:
        raise Refused("the password is wrong, or the file is damaged") from error
