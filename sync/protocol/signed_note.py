"""Notes signed as C2SP's ``signed-note`` says, and the one kind of note we write: the checkpoint of a log.

https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint: whoever wants to check a log of ours needs none of
our programs. Ed25519 signatures only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Self

from sync.protocol.encoding import from_base64url
from sync.protocol.errors import Untrusted
from sync.protocol.keys import SigningKey, VerifyKey

MAX_NOTE_BYTES = 2048
"""Longer than any of ours, even with the signatures of others below it."""

_AUDIT = "audit-log"
"""Begins the line of the audit log's head."""
_ED25519 = b"\x01"
_MOST_DIGITS = 12


def key_id(name: str, key: VerifyKey) -> bytes:
    """The four bytes that tell a signer of this name and key from others."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + _raw(key)).digest()[:4]


def verifier_key(name: str, key: VerifyKey) -> str:
    """Name and key in one line, as programs that check notes take it."""
    return f"{name}+{key_id(name, key).hex()}+{base64.b64encode(_ED25519 + _raw(key)).decode()}"


def sign_note(text: str, *, name: str, key: SigningKey) -> str:
    """The text, which ends with a line's end, and one signature below it."""
    signature = key_id(name, key.public) + key.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, *, name: str, key: VerifyKey) -> str:
    """The text of a note this key has signed under this name; signatures of others are ignored. Raises Untrusted."""
    text, empty, signatures = note.rpartition("\n\n")
    if not empty or not signatures.endswith("\n") or len(note.encode(errors="replace")) > MAX_NOTE_BYTES:
        raise Untrusted("this is no signed note")
    text += "\n"
    for line in signatures[:-1].split("\n"):
        mark, _, rest = line.partition(" ")
        signer, _, signed = rest.partition(" ")
        if mark != "—":
            raise Untrusted("what stands below the note is no signature")
        if signer == name and (signature := _decode(signed))[:4] == key_id(name, key):
            if not key.verifies(signature[4:], text.encode()):
                raise Untrusted("the note is not what was signed")
            return text
    raise Untrusted("the note is not signed by the key it should be")


@dataclass(frozen=True)
class AuditHead:
    """The newest entry of the hub's audit log: its number, and the hash (hex) that covers all before it."""

    number: int
    hash: str


@dataclass(frozen=True)
class Checkpoint:
    """How a log stands: its name, its number of entries, and the hash over all of them (32 bytes).

    ``audit`` is the head of the hub's audit log when this was signed: a line of its own; others pass over it.
    """

    origin: str
    size: int
    root: bytes
    audit: AuditHead | None = None

    @property
    def short(self) -> str:
        """Eight letters and digits by which people can compare: base 32, as in trackers. 40 bits of the hash."""
        return base64.b32encode(self.root).decode()[:8]

    def sign(self, key: SigningKey) -> str:
        """As a signed note, under the name of the log."""
        text = f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"
        if self.audit:
            head = base64.b64encode(bytes.fromhex(self.audit.hash)).decode()
            text += f"{_AUDIT} {self.audit.number} {head}\n"
        return sign_note(text, name=self.origin, key=key)

    @classmethod
    def open(cls, note: str, *, origin: str, key: VerifyKey) -> Self:
        """Raises Untrusted unless this log's key has signed it, for this log."""
        found = cls.read_unproven(open_note(note, name=origin, key=key))
        if found.origin != origin:
            raise Untrusted("this is the checkpoint of another log")
        return found

    @classmethod
    def read_unproven(cls, note: str) -> Self:
        """What a checkpoint says, whoever signed it. Raises Untrusted when it says nothing."""
        lines = note.split("\n")
        if len(lines) < 4 or not lines[0] or not _is_number(lines[1]) or len(root := _decode(lines[2])) != 32:
            raise Untrusted("this is no checkpoint")
        return cls(lines[0], int(lines[1]), root, _read_audit(lines[3]))


def _read_audit(line: str) -> AuditHead | None:
    word, _, rest = line.partition(" ")
    number, _, head = rest.partition(" ")
    if word != _AUDIT or not _is_number(number) or len(raw := _decode(head)) != 32:
        return None
    return AuditHead(int(number), raw.hex())


def _raw(key: VerifyKey) -> bytes:
    return from_base64url(key.jwk["x"])


def _is_number(text: str) -> bool:
    digits = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return digits and (text == "0" or not text.startswith("0"))


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Untrusted("this is no base 64") from error
