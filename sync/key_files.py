"""Private keys in files of their own: for their owner alone (mode 0600), written once, never over another key.

A key in the clear is PKCS 8 in PEM. Under a password that PEM is encrypted (a compact JWE, A256GCM) with what scrypt
makes of the password, at 128 MB and a good half second a try: always the same, however fast or busy the machine is that
writes or reads it. What earlier versions wrote is still read, and written anew by whoever reads it: PEM whose password
is stretched too little, and age files, whose cost goes by the speed of the machine, so that a slower one may refuse it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sync.files import write_new, write_private
from sync.protocol.encoding import from_base64url, parse_json_object, to_base64url
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey, SigningKey

if TYPE_CHECKING:
    from joserfc.jwe import JWERegistry
    from joserfc.jwk import OctKey

_COST = {"n": 2**17, "r": 8, "p": 1}
"""Of scrypt, for files written from now on; each file names its own."""
_MOST_N = 2**20
_WRONG = "the password is wrong, or the file is damaged"
_JWE = b"eyJ"
_AGE = (b"-----BEGIN AGE ENCRYPTED FILE-----", b"age-encryption.org/")
_ENCRYPTED_PEM = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"

_Key = TypeVar("_Key", SigningKey, OpenKey)


def is_locked(path: Path) -> bool:
    """True when the key in this file is under a password. Raises OSError when there is no such file."""
    return path.read_bytes().lstrip().startswith((_JWE, *_AGE, _ENCRYPTED_PEM))


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
        if not data.lstrip().startswith((_JWE, *_AGE)):
            key = from_pem(data, password)
        elif password:
            key = from_pem(_unlock(data, password), None)
        else:
            raise Refused("it is under a password")
    except Refused as error:
        raise Refused(f"{path}: {error}") from error
    if password and data.lstrip().startswith((*_AGE, _ENCRYPTED_PEM)):
        with suppress(OSError):  # on a medium that cannot be written to it stays as it is
            _rewrite(path, to_file(key, password))
    return key


def _rewrite(path: Path, data: bytes) -> None:
    owner = path.stat()
    write_private(path, data, owner=(owner.st_uid, owner.st_gid))


def _lock(pem: bytes, password: bytes) -> bytes:
    from joserfc import jwe

    salt = secrets.token_bytes(16)
    header = {"alg": "dir", "enc": "A256GCM", "kdf": "scrypt", "salt": to_base64url(salt), **_COST}
    return jwe.encrypt_compact(header, pem, _stretch(password, salt, _COST), registry=_registry()).encode() + b"\n"


def _unlock(data: bytes, password: bytes) -> bytes:
    return _unlock_jwe(data, password) if data.lstrip().startswith(_JWE) else _unlock_age(data, password)


def _unlock_jwe(data: bytes, password: bytes) -> bytes:
    from joserfc import jwe
    from joserfc.errors import JoseError

    try:
        written = data.strip().decode("ascii")
        header = parse_json_object(from_base64url(written.split(".")[0]))
        cost = {name: int(header[name]) for name in _COST}
        if header["kdf"] != "scrypt" or not 1 < cost["n"] <= _MOST_N or (cost["r"], cost["p"]) != (8, 1):
            raise ValueError("not stretched as any version of ours does")
        key = _stretch(password, from_base64url(str(header["salt"])), cost)
        return jwe.decrypt_compact(written, key, registry=_registry()).plaintext or b""
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Refused(_WRONG) from error


def _registry() -> JWERegistry:
    """Takes what our header says of scrypt, too."""
    from joserfc.jwe import JWERegistry

    return JWERegistry(algorithms=["dir", "A256GCM"], strict_check_header=False)


def _stretch(password: bytes, salt: bytes, cost: Mapping[str, int]) -> OctKey:
    from joserfc.jwk import OctKey

    return OctKey.import_key(Scrypt(salt=salt, length=32, **cost).derive(password))


def _unlock_age(data: bytes, password: bytes) -> bytes:
    import pyrage

    try:
        return bytes(pyrage.passphrase.decrypt(data, password.decode()))
    except (pyrage.DecryptError, UnicodeDecodeError) as error:
        if "work" in str(error):
            raise Refused("this machine is too slow, or too busy just now, to open it: try a faster one") from error
        raise Refused(_WRONG) from error
