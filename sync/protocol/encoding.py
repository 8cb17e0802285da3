"""How values become bytes and back: canonical JSON, base64, Crockford codes. No keys, no meaning."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nobody confuses letters and digits."""

_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: object) -> bytes:
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8. Equal values give equal bytes."""
    return _CANONICAL.encode(value).encode()


def list_pieces(items: Iterable[bytes]) -> Iterator[bytes]:
    """Canonical JSON of a list, piece by piece; each item is written already."""
    before = b"["
    for item in items:
        yield before + item
        before = b","
    yield b"]" if before == b"," else b"[]"


def object_pieces(short: Mapping[str, object], long: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """Canonical JSON of an object that has members, piece by piece; the values of ``long`` come in such pieces."""
    for place, name in enumerate(sorted({*short, *long})):
        yield (b"," if place else b"{") + canonical_json(name) + b":"
        yield from long[name] if name in long else [canonical_json(short[name])]
    yield b"}"


def parse_json(data: bytes | str) -> Any:
    """A JSON value from bytes of others, or from a file. Raises ValueError for anything that is none."""
    try:
        return json.loads(data)
    except RecursionError as error:  # a list in a list in a list
        raise ValueError("nested too deeply") from error


def parse_json_object(data: bytes | str) -> dict[str, Any]:
    """A JSON object from bytes. Raises ValueError for anything that is not one."""
    value = parse_json(data)
    if not isinstance(value, dict):
        raise ValueError("a JSON object was expected")
    return value


def parse_json_list(data: bytes | str) -> list[Any]:
    """A JSON list from bytes. Raises ValueError for anything that is not one."""
    value = parse_json(data)
    if not isinstance(value, list):
        raise ValueError("a JSON list was expected")
    return value


def padded(text: bytes, step_bytes: int, *, longest: int = 0) -> bytes:
    """A JSON value whose length tells little: with spaces behind it, which is still JSON, up to a multiple of a step.

    ``longest`` is how long (bytes) it could be: whatever is no longer comes out in one length.
    """
    steps = -(-max(len(text), longest) // step_bytes)
    return text.ljust(steps * step_bytes)


def to_base64(data: bytes) -> str:
    """Standard base 64 with padding, as used inside batches."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str | bytes) -> bytes:
    """Bytes of strict base 64. Raises ValueError for any other character or wrong padding."""
    return binascii.a2b_base64(text, strict_mode=True)


def to_base64url(data: bytes) -> str:
    """URL-safe base 64 without padding, as used in JWK members (RFC 7515)."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def from_base64url(text: str) -> bytes:
    """Bytes of URL-safe base 64 without padding. Raises ValueError for anything else."""
    return from_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))


def random_id() -> str:
    """A random 128-bit id as 32 hex digits. Random on purpose: it must tell neither time nor order."""
    return secrets.token_hex(16)


def random_code(length: int) -> str:
    """A random code of Crockford characters, 5 bits each."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def read_code(typed: str) -> str:
    """A code as people type it (small letters, spaces, dashes, O for 0) in its one true form.

    Raises ValueError naming the first character that can be in no code.
    """
    code = "".join(typed.split()).replace("-", "").upper().translate(_LOOK_ALIKES)
    for character in code:
        if character not in CROCKFORD:
            raise ValueError(f"the character {character!r} cannot be part of a code")
    return code


def group_code(code: str, size: int = 4, *, between: str = "-") -> str:
    """A code in groups, easier to read aloud and to type: ``ABCD-EFGH``."""
    return between.join(code[start : start + size] for start in range(0, len(code), size))


def to_timestamp(moment: datetime) -> str:
    """An aware moment as ``2026-11-22T07:05:09Z`` (UTC, whole seconds). Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_timestamp(text: str) -> datetime:
    """The aware UTC moment written by :func:`to_timestamp`. Raises ValueError for another form."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
