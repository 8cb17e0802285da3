"""The ballot log, as hub and stations write and read it: every ballot in the boxes, in an order that is never changed.

One leaf per ballot, ``poll|mark|sha256(inner envelope)``; the mark is that of its participation code, empty where the
poll takes none. A hash tree over the leaves, its root in a signed checkpoint. Stations get it as announcements:

    log.checkpoint    the signed note
    log.00000 ...     the leaves, one per line, 1,024 in each file but the last

Anyone can count from it that one code gave one ballot: of several leaves with one mark the first counts.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sync.protocol.errors import Refused
from sync.protocol.keys import VerifyKey

PREFIX = "log."
"""Stands before the name of every announcement of the log."""
CHECKPOINT = f"{PREFIX}checkpoint"
LEAVES_PER_FILE = 1024

_LEAF = re.compile(r"([^|\n\r]{1,80})\|([0-9a-f]{64})?\|([0-9a-f]{64})")
_TRACKER = re.compile(r"[A-Z2-7]{20}")


class LogEntry(NamedTuple):
    """One ballot of the log. ``inner_hash`` is the SHA-256 of its inner envelope, ``mark`` that of its code, in hex."""

    poll: str
    mark: str
    inner_hash: str

    @property
    def leaf(self) -> bytes:
        """The entry as it stands in the tree."""
        return f"{self.poll}|{self.mark}|{self.inner_hash}".encode()

    @property
    def tracker(self) -> str:
        """The name of the ballot on its receipt."""
        return base64.b32encode(bytes.fromhex(self.inner_hash)).decode()[:20]


@dataclass(frozen=True)
class Found:
    """A ballot that was looked for and is in the log. ``counts`` is False when its code had been spent before."""

    entry: LogEntry
    index: int
    counts: bool


def origin_of(key: VerifyKey) -> str:
    """The name of the log that this key signs. Another key is another log."""
    return f"mitmachstation/ballot-log/{key.kid}"


def read_leaf(leaf: bytes) -> LogEntry:
    """Raises Refused for what is no leaf of a ballot log."""
    try:
        match = _LEAF.fullmatch(leaf.decode())
    except UnicodeDecodeError:
        match = None
    if match is None:
        raise Refused("this is no entry of a ballot log")
    return LogEntry(match[1], match[2] or "", match[3])


def write_files(leaves: Sequence[bytes], note: str) -> dict[str, bytes]:
    """The whole log as announcements, name to bytes."""
    files = (
        write_file(start // LEAVES_PER_FILE, leaves[start : start + LEAVES_PER_FILE])
        for start in range(0, len(leaves), LEAVES_PER_FILE)
    )
    return {CHECKPOINT: note.encode(), **dict(files)}


def write_file(number: int, leaves: Iterable[bytes]) -> tuple[str, bytes]:
    """One announcement of leaves, its name and its bytes. ``number`` is from 0."""
    return _file_name(number), b"".join(leaf + b"\n" for leaf in leaves)


def read_files(files: Mapping[str, bytes]) -> tuple[str, list[bytes]]:
    """The signed note, unproven, and all leaves of a log. Other files are passed over.

    Raises Refused when a part is missing or is none.
    """
    names = sorted(name for name in files if name.startswith(PREFIX) and name != CHECKPOINT)
    if CHECKPOINT not in files or names != [_file_name(number) for number in range(len(names))]:
        raise Refused("the ballot log is not whole")
    leaves: list[bytes] = []
    for name in names:
        *lines, end = files[name].split(b"\n")
        if end or not lines or len(leaves) % LEAVES_PER_FILE or len(lines) > LEAVES_PER_FILE:
            raise Refused(f"{name} is no part of a ballot log")
        leaves += lines
    for leaf in leaves:
        read_leaf(leaf)
    try:
        return files[CHECKPOINT].decode(), leaves
    except UnicodeDecodeError as error:
        raise Refused("the checkpoint of the ballot log is no text") from error


def begin_of_hash(tracker: str) -> str | None:
    """The first 25 digits of the hash of the ballot with this tracker; None for what is no tracker."""
    if not _TRACKER.fullmatch(tracker):
        return None
    return base64.b32decode(tracker + "AAAA").hex()[:25]  # 20 letters of 5 bits are 25 digits of 4


def find_ballot(files: Iterable[tuple[str, bytes]], tracker: str) -> Found | None:
    """The ballot of this tracker in a log that was believed; None when it is not there, or when it is no tracker.

    ``files`` are its announcements, in any order; others among them are passed over.
    """
    begin = begin_of_hash(tracker)
    if begin is None:
        return None
    parts = [b"\n" + data for name, data in sorted(files) if name.startswith(PREFIX) and name != CHECKPOINT]
    for number, data in enumerate(parts):
        if leaf := _leaf_with(data, f"|{begin}".encode()):
            entry = read_leaf(leaf)
            index = number * LEAVES_PER_FILE + data.count(b"\n", 0, data.index(b"\n" + leaf))
            return Found(entry, index, counts=not entry.mark or _is_first(entry, parts))
    return None


def _leaf_with(data: bytes, begin: bytes) -> bytes | None:
    """The line whose last member begins like this; a mark in the middle of a line does not count."""
    at = -1
    while (at := data.find(begin, at + 1)) >= 0:
        end = data.index(b"\n", at)
        if b"|" not in data[at + 1 : end]:
            return data[data.rindex(b"\n", 0, at) + 1 : end]
    return None


def _is_first(entry: LogEntry, parts: Sequence[bytes]) -> bool:
    begin = f"\n{entry.poll}|{entry.mark}|".encode()
    first = next(data[at + 1 :] for data in parts if (at := data.find(begin)) >= 0)
    return first.startswith(entry.leaf)


def _file_name(number: int) -> str:
    return f"{PREFIX}{number:05d}"
