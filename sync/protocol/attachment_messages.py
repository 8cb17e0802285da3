"""What station and hub say to each other about pieces of attachments: signed messages. Nothing is kept here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sync.protocol.errors import Untrusted
from sync.protocol.jws import read_unproven, sign_message, verify_message
from sync.protocol.keys import SEAL_OVERHEAD_BYTES, SigningKey, VerifyKey

MAX_PIECE_BYTES = 256 * 1024
"""Longest piece in clear (docs/protocol.md, section 7): after a torn connection at most this much is sent again."""

MAX_SEALED_PIECE_BYTES = MAX_PIECE_BYTES + SEAL_OVERHEAD_BYTES

NAMES_AT_ONCE = 80
"""So many names fit into one signed message."""

_ASK_TYPE, _MISSING_TYPE, _BRING_TYPE, _STORED_TYPE = "ck1-ask", "ck1-missing", "ck1-bring", "ck1-stored"
_HEX_DIGITS = set("0123456789abcdef")


def piece_name(sealed: bytes) -> str:
    """The name of a piece: SHA-256 (hex) of its sealed bytes."""
    return hashlib.sha256(sealed).hexdigest()


def is_piece_name(name: str) -> bool:
    """True for what can be the name of a piece."""
    return len(name) == 64 and set(name) <= _HEX_DIGITS


def sign_ask(device: str, names: Sequence[str], *, key: SigningKey) -> str:
    """The station asks which of these the hub lacks."""
    return sign_message({"dev": device, "names": list(names)}, typ=_ASK_TYPE, key=key)


def read_ask(message: str, *, key: VerifyKey) -> tuple[str, list[str]]:
    """Device and names of a station's question. Raises Untrusted."""
    wire = verify_message(message, typ=_ASK_TYPE, key=key)
    return str(wire.get("dev")), _names(wire.get("names"), at_most=NAMES_AT_ONCE)


def question_hash(message: str) -> str:
    """SHA-256 (hex) of a question, by which its answer names it."""
    return hashlib.sha256(message.encode()).hexdigest()


def names_asked(message: str) -> list[str]:
    """The names in a question, unproven: for one that the hub has answered by its hash. Raises Untrusted."""
    return _names(read_unproven(message).get("names"), at_most=NAMES_AT_ONCE)


@dataclass(frozen=True)
class PieceWhereabouts:
    """The hub's answer about the pieces it was asked for: it lacks the ``missing`` ones.

    The ``safe`` ones it has, and its verified backup has them too: a station need not keep them for ever. The
    ``erased`` ones, which are safe, too, were withdrawn, or their time is over: nobody may keep them. ``question``
    is the hash of what was asked; a stick may bring the answer to an earlier one.
    """

    missing: frozenset[str]
    safe: frozenset[str] = frozenset()
    question: str = ""
    erased: frozenset[str] = frozenset()

    def sign(self, device: str, *, key: SigningKey) -> str:
        """As a signed message of the hub to one station."""
        payload = {"dev": device, "missing": sorted(self.missing), "safe": sorted(self.safe), "ask": self.question}
        if self.erased:
            payload["erased"] = sorted(self.erased)
        return sign_message(payload, typ=_MISSING_TYPE, key=key)

    @classmethod
    def read(cls, message: str, *, device: str, key: VerifyKey) -> PieceWhereabouts:
        """Raises Untrusted for an answer to somebody else."""
        wire = verify_message(message, typ=_MISSING_TYPE, key=key)
        if wire.get("dev") != device:
            raise Untrusted("the answer is for another station")
        missing, safe, erased = (
            frozenset(_names(wire.get(which, []), at_most=NAMES_AT_ONCE)) for which in ("missing", "safe", "erased")
        )
        if missing & (safe | erased):
            raise Untrusted("what is missing cannot be safe")
        return cls(missing, safe, str(wire.get("ask", "")), erased)


def sign_bring(device: str, name: str, *, key: SigningKey) -> str:
    """The station's word that it brings this very piece."""
    return sign_message({"dev": device, "name": name}, typ=_BRING_TYPE, key=key)


def read_bring(message: str, *, key: VerifyKey) -> tuple[str, str]:
    """Device and name of a piece that is brought. Raises Untrusted."""
    wire = verify_message(message, typ=_BRING_TYPE, key=key)
    return str(wire.get("dev")), str(wire.get("name"))


def sign_stored(device: str, name: str, *, key: SigningKey) -> str:
    """The hub's word that the piece is on its disk."""
    return sign_message({"dev": device, "name": name}, typ=_STORED_TYPE, key=key)


def check_stored(message: str, *, device: str, name: str, key: VerifyKey) -> None:
    """Raises Untrusted unless this is the hub's word on just this piece."""
    wire = verify_message(message, typ=_STORED_TYPE, key=key)
    if (wire.get("dev"), wire.get("name")) != (device, name):
        raise Untrusted("the answer is about another piece")


def _names(value: object, *, at_most: int) -> list[str]:
    if not isinstance(value, list) or len(value) > at_most:
        raise Untrusted("a list of names was expected")
    if not all(isinstance(name, str) and is_piece_name(name) for name in value):
        raise Untrusted("not the names of pieces")
    return [str(name) for name in value]
