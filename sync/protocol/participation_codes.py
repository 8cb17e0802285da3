"""Participation codes: what makes a vote allowed where a poll asks for one person, one vote.

A code is 16 random Crockford characters (80 bits) and is typed with one more, which tells a slip of the finger. Two
hashes follow from it, and neither leads back to it or to the other: the *mark*, which goes into the ballot's outer
envelope and is spent once, and the *entry*, by which a station without a network knows that the code exists.
Nothing is stored, sent or shown here, and no code is ever part of a message.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from sync.protocol.encoding import CROCKFORD, group_code, random_code, read_code

SECRET_LENGTH = 16
"""Characters of a code that are random, 5 bits each: with 80 bits, a stolen list tells no code."""

CODE_LENGTH = SECRET_LENGTH + 1
"""Characters as they are printed and typed: the last one checks the others."""

ENTRY_BYTES = 16
"""Length of an entry in the list that is shipped to stations."""

SCANNED_PREFIX = "mitmach:code:"
"""What stands before a code where a device reads it, as before everything of ours that is scanned."""

_MARK = re.compile(r"[0-9a-f]{64}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−._", "-"))


class CodeFault(Enum):
    """What is wrong with a code that was typed."""

    INCOMPLETE = "incomplete"
    TOO_LONG = "too_long"
    STRANGE = "strange"
    """It holds a character that is in no code."""
    MISTYPED = "mistyped"
    """The last character does not fit the others."""


class NotACode(ValueError):  # noqa: N818  what the person is told
    """A text is no participation code. Holds the fault and never the text."""

    def __init__(self, fault: CodeFault) -> None:
        super().__init__(f"this is no participation code: {fault.value}")
        self.fault = fault


class ParticipationCode:
    """One whole, rightly typed code. Does not show itself, so that it cannot get into a log or a message."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        """``secret``: the 16 random characters. Raises NotACode for anything else."""
        if len(secret) != SECRET_LENGTH:
            raise NotACode(CodeFault.INCOMPLETE if len(secret) < SECRET_LENGTH else CodeFault.TOO_LONG)
        if not set(secret) <= set(CROCKFORD):
            raise NotACode(CodeFault.STRANGE)
        self._secret = secret

    def __repr__(self) -> str:
        return "ParticipationCode(...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParticipationCode) and self._secret == other._secret

    def __hash__(self) -> int:
        return hash(self._secret)

    def mark(self, poll_id: str) -> str:
        """What is spent when this code is used in this poll: SHA-256, 64 hex digits."""
        return hashlib.sha256(f"ck1|spent|{poll_id}{self._secret}".encode()).hexdigest()

    def entry(self, poll_id: str) -> bytes:
        """By what this code is found in the list of this poll: 16 bytes, of another hash than the mark."""
        return hashlib.sha256(f"ck1|list|{poll_id}|{self._secret}".encode()).digest()[:ENTRY_BYTES]

    def typed(self) -> str:
        """The code as it is printed and typed: in groups of four, with the check character at the end of the last."""
        return group_code(self._secret) + check_character(self._secret)


def new_code() -> ParticipationCode:
    """A new random code."""
    return ParticipationCode(random_code(SECRET_LENGTH))


def read_typed(text: str) -> ParticipationCode:
    """The code in a text that was typed or scanned: small letters, spaces, dashes, O for 0, I or L for 1 are fine.

    Raises NotACode saying which fault it has.
    """
    characters = _characters(text)
    if len(characters) < CODE_LENGTH:
        raise NotACode(CodeFault.INCOMPLETE)
    if len(characters) > CODE_LENGTH:
        raise NotACode(CodeFault.TOO_LONG)
    secret, check = characters[:SECRET_LENGTH], characters[SECRET_LENGTH:]
    if check_character(secret) != check:
        raise NotACode(CodeFault.MISTYPED)
    return ParticipationCode(secret)


def check_character(secret: str) -> str:
    """The character that checks the others.

    A Reed-Solomon check over GF(32): the places weigh the different powers of a generator, so that one wrong character
    and any two that changed places are always noticed.
    """
    rest = 0
    for character in secret:
        rest = _times_generator(rest ^ CROCKFORD.index(character))
    return CROCKFORD[rest]


def is_mark(text: str) -> bool:
    """True for what can be a mark."""
    return _MARK.fullmatch(text) is not None


class Bytes(Protocol):
    """A list of entries, in memory or as a mapped file: ``bytes`` or ``mmap``."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: slice, /) -> bytes: ...


def list_path(poll_id: str) -> str:
    """Where in a content package the list of this poll lies."""
    return f"codes/{poll_id}.bin"


def write_list(entries: Collection[bytes]) -> bytes:
    """The list that is shipped to stations: every entry once, in order, with nothing around."""
    return b"".join(sorted(set(entries)))


def is_listed(entry: bytes, listed: Bytes) -> bool:
    """True when the list holds this entry. Halves the list until it is found, so a mapped file is never read whole."""
    low, high = 0, len(listed) // ENTRY_BYTES
    while low < high:
        middle = (low + high) // 2
        found = listed[middle * ENTRY_BYTES : (middle + 1) * ENTRY_BYTES]
        if found == entry:
            return True
        if found < entry:
            low = middle + 1
        else:
            high = middle
    return False


class CodeList(Protocol):
    """The participation codes of one poll, as a station knows them."""

    def holds(self, entry: bytes, /) -> bool:
        """True when the code of this entry exists. Raises OSError when the list cannot be read now."""


@dataclass(frozen=True)
class ListInMemory:
    """A short list, such as that of a picture or a test."""

    data: bytes

    def holds(self, entry: bytes) -> bool:
        """True when the code of this entry exists."""
        return is_listed(entry, self.data)


def _characters(text: str) -> str:
    stripped = text.strip()
    if stripped.lower().startswith(SCANNED_PREFIX):
        stripped = stripped[len(SCANNED_PREFIX) :]
    try:
        return read_code(stripped.translate(_DASHES))
    except ValueError:
        raise NotACode(CodeFault.STRANGE) from None  # its message would name what was typed


def _times_generator(value: int) -> int:
    """One step in GF(32), modulo x^5 + x^2 + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
