"""What a courier brings, however it came here: files on a stick, files laid into a folder, a ZIP of either.

Says which file is a batch, a piece of an attachment or a station's wish to be enrolled, and in which order to take
them. A file is known by its name and by what stands in it, so that it may lie in any folder. Proves nothing.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path

from sync.files import UNFINISHED
from sync.protocol.attachment_messages import MAX_SEALED_PIECE_BYTES, is_piece_name
from sync.protocol.batches import MAX_BATCH_BYTES, Batch
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES, read_unproven
from sync.stick import Stick

MOST_FILES = 10_000
"""So many files are taken at once; what is beyond comes the next time."""


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, IndexError, KeyError, NotImplementedError, OSError,
    OverflowError, RuntimeError, ValueError,
)  # fmt: skip
"""What the reader of ZIPs raises for one that is damaged, encrypted or made to harm."""


class Kind(Enum):
    """What a file is for the hub."""

    REQUEST = auto()
    """A wish to be enrolled."""
    BATCH = auto()
    PIECE = auto()
    ASK = auto()
    """A question which of a station's pieces are here."""
    HALF = auto()
    """Was still being written; whoever wrote it writes it again."""

    @property
    def most_bytes(self) -> int:
        """No station writes a longer one."""
        return _MOST_BYTES[self]


_MOST_BYTES = {
    Kind.REQUEST: MAX_HEADER_BYTES,
    Kind.BATCH: MAX_BATCH_BYTES + MAX_HEADER_BYTES,
    Kind.PIECE: MAX_SEALED_PIECE_BYTES,
    Kind.ASK: MAX_HEADER_BYTES,
    Kind.HALF: 0,
}


_ASK_NAME = re.compile(r"([0-9a-f]{32})-([0-9]{1,4})\.ask")

Place = tuple[str, str, int]
"""Device, incarnation and number of a batch, as its name or its header claims."""

NOWHERE: Place = ("", "", 0)


@dataclass(frozen=True)
class Parcel:
    """One file. ``size`` in bytes; ``read`` gives them, and raises StickTrouble or OSError."""

    name: str
    kind: Kind
    size: int
    read: Callable[[], bytes]
    place: Place = NOWHERE

    @property
    def is_too_long(self) -> bool:
        """True for what no station writes."""
        return self.size > self.kind.most_bytes


def kind_of(name: str) -> Kind | None:
    """What a file of this name is; None for one that is none of ours, or that the hub itself has laid there."""
    if name.endswith(UNFINISHED):
        return Kind.HALF
    if name.endswith(".batch"):
        return Kind.BATCH
    if name.endswith(".request"):
        return Kind.REQUEST
    if _ASK_NAME.fullmatch(name):
        return Kind.ASK
    return Kind.PIECE if is_piece_name(name) else None


def place_of_answer(name: str) -> tuple[str, int]:
    """Of a file that is a question: the station and the number its name says."""
    found = _ASK_NAME.fullmatch(name)
    assert found
    return found[1], int(found[2])


def in_order(parcels: Iterable[Parcel]) -> list[Parcel]:
    """Wishes first, then the batches of each chain by their numbers, then pieces, then questions about them."""
    kinds = list(Kind)
    return sorted(parcels, key=lambda parcel: (kinds.index(parcel.kind), parcel.place, parcel.name))


def parcels_on(stick: Stick) -> Iterator[Parcel]:
    """Everything for the hub on a stick. Raises StickTrouble."""
    for device in stick.folders():
        for inc in stick.folders(device) if device not in {"acks", "asks", "blobs", "enrol", "repo"} else ():
            for name in stick.names(f"{device}/{inc}", ""):
                stem = name.removesuffix(".batch")
                if kind_of(name) is Kind.HALF or (stem.isascii() and stem.isdigit() and len(stem) < 16):
                    number = int(stem) if stem.isdigit() else 0
                    yield from _on(stick, f"{device}/{inc}/{name}", (device, inc, number))
    for folder in stick.folders("blobs"):
        for name in stick.names(f"blobs/{folder}", ""):
            yield from _on(stick, f"blobs/{folder}/{name}", NOWHERE)
    for name in stick.names("enrol", ".request"):
        yield from _on(stick, f"enrol/{name}", NOWHERE)
    for name in stick.names("asks", ".ask"):
        yield from _on(stick, f"asks/{name}", NOWHERE)


def _on(stick: Stick, path: str, place: Place) -> Iterator[Parcel]:
    kind = kind_of(path.rpartition("/")[2])
    if kind is not None:
        yield Parcel(path, kind, stick.size(path), lambda: stick.read(path) or b"", place)


def parcels_in(files: Iterable[tuple[str, Path]]) -> Iterator[Parcel]:
    """Everything for the hub among these files (name, place on disk); a ZIP is looked into.

    Never takes more than one file's bound into memory.
    """
    for name, path in files:
        if name.lower().endswith(".zip"):
            yield from _zipped(name, path)
        elif kind := kind_of(name):
            yield _placed(Parcel(name, kind, path.stat().st_size, path.read_bytes))


def _zipped(name: str, path: Path) -> Iterator[Parcel]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist()[:MOST_FILES] if not member.is_dir()]
    except _DAMAGED:
        yield Parcel(name, Kind.BATCH, 0, lambda: b"")
        return
    for member in members:
        short = member.filename.rpartition("/")[2]
        if kind := kind_of(short):
            yield _placed(Parcel(short, kind, member.file_size, partial(_unzip, path, member, kind.most_bytes)))


def _unzip(path: Path, member: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of a member; what its entry says of their number is not believed. Empty when it is damaged."""
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return b""  # the others take memory as they like
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            return file.read(most + 1)
    except _DAMAGED:
        return b""


def _placed(parcel: Parcel) -> Parcel:
    if parcel.kind is not Kind.BATCH or parcel.is_too_long:
        return parcel
    return Parcel(parcel.name, parcel.kind, parcel.size, parcel.read, claimed_place(parcel.read()))


def claimed_place(data: bytes) -> Place:
    """Which batch these bytes claim to be, unproven; ``NOWHERE`` for what is none."""
    try:
        wire = read_unproven(Batch.from_bytes(data).line)
        device, inc, seq = wire.get("dev"), wire.get("inc"), wire.get("seq")
    except (Refused, Untrusted):
        return NOWHERE
    is_whole = isinstance(device, str) and isinstance(inc, str) and type(seq) is int
    return (device, inc, seq) if is_whole else NOWHERE  # type: ignore[return-value]
