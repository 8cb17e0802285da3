"""What a courier brings, however it came here: files on a stick, files laid into a folder, a ZIP of either.

Says which file is a batch, a piece of an attachment or a station's wish to be enrolled, and in which order to take
them. A file is known by its name and by what stands in it, so that it may lie in any folder. Proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from sync.files import UNFINISHED
from sync.hub.courier.archives import Archives
from sync.protocol.attachment_messages import MAX_SEALED_PIECE_BYTES, is_piece_name
from sync.protocol.batches import MAX_BATCH_BYTES, Batch
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES, read_unproven
from sync.side_files import is_side_file
from sync.stick import Stick, StickFault, StickTrouble

MOST_FILES = 10_000
"""So many files are taken at once; what is beyond comes the next time."""


class FileKind(Enum):
    """What a file is for the hub."""

    REQUEST = auto()
    """A wish to be enrolled."""
    BATCH = auto()
    STATUS = auto()
    """How a station was when it laid all that here. After the batches: one of them may name the key that signs it."""
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
    FileKind.REQUEST: MAX_HEADER_BYTES,
    FileKind.BATCH: MAX_BATCH_BYTES + MAX_HEADER_BYTES,
    FileKind.STATUS: MAX_HEADER_BYTES,
    FileKind.PIECE: MAX_SEALED_PIECE_BYTES,
    FileKind.ASK: MAX_HEADER_BYTES,
    FileKind.HALF: 0,
}


_STATUS_NAME = re.compile(r"[0-9a-f]{32}-[0-9a-f]{32}\.status")
_ASK_NAME = re.compile(r"([0-9a-f]{32})-([0-9]{1,4})\.ask")

Place = tuple[str, str, int]
"""Device, incarnation and number of a batch, as its name or its header claims."""

NOWHERE: Place = ("", "", 0)


@dataclass(frozen=True)
class Parcel:
    """One file. ``size`` in bytes; ``read`` gives them, and raises Refused, StickTrouble or OSError."""

    name: str
    kind: FileKind
    size: int
    read: Callable[[], bytes]
    place: Place = NOWHERE

    @property
    def is_too_long(self) -> bool:
        """True for what no station writes."""
        return self.size > self.kind.most_bytes


def kind_of(name: str) -> FileKind | None:
    """What a file of this name is; None for one that is none of ours, or that the hub itself has laid there."""
    if name.endswith(UNFINISHED):
        return FileKind.HALF
    if name.endswith(".batch"):
        return FileKind.BATCH
    if name.endswith(".request"):
        return FileKind.REQUEST
    if _ASK_NAME.fullmatch(name):
        return FileKind.ASK
    if _STATUS_NAME.fullmatch(name):
        return FileKind.STATUS
    return FileKind.PIECE if is_piece_name(name) else None


def place_of_answer(name: str) -> tuple[str, int]:
    """Of a file that is a question: the station and the number its name says."""
    found = _ASK_NAME.fullmatch(name)
    assert found
    return found[1], int(found[2])


def in_order(parcels: Iterable[Parcel]) -> list[Parcel]:
    """Wishes, then the batches of each chain by their numbers, statuses, pieces, and questions about those."""
    kinds = list(FileKind)
    return sorted(parcels, key=lambda parcel: (kinds.index(parcel.kind), parcel.place, parcel.name))


def parcels_on(stick: Stick) -> Iterator[Parcel]:
    """Everything for the hub on a stick; a folder that does not open is a parcel that cannot be read.

    Raises StickTrouble when not even the outermost does.
    """
    for folder in stick.folders():
        if folder == "blobs":
            yield from _looked_into(folder, lambda: _pieces_on(stick))
        elif folder == "enrol":
            yield from _looked_into(folder, lambda: _files_on(stick, "enrol", ".request"))
        elif folder == "asks":
            yield from _looked_into(folder, lambda: _files_on(stick, "asks", ""))
        elif folder not in {"acks", "repo"}:
            yield from _looked_into(folder, partial(_chains_on, stick, folder))


def keys_last(parcels: Iterable[Parcel]) -> Iterator[Parcel]:
    """The same, but of the batches those last that name a new key, each with what follows it in its chain.

    Once a key is given up no chain takes what it has signed, unless it goes on with what it signed before.
    """
    later: list[Parcel] = []
    for parcel in parcels:
        if parcel.kind is FileKind.BATCH:
            if parcel.place[:2] in {other.place[:2] for other in later[-1:]} or _names_key(parcel):
                later.append(parcel)
                continue
        else:
            yield from later
            later = []
        yield parcel
    yield from later


def _names_key(parcel: Parcel) -> bool:
    if parcel.place == NOWHERE or not 0 < parcel.size <= MAX_HEADER_BYTES:  # it has no records
        return False
    try:
        return "rekey" in read_unproven(Batch.from_bytes(parcel.read()).line)
    except (Refused, Untrusted, StickTrouble, OSError):
        return False  # taking it says so again


def refusals_on(stick: Stick) -> set[str]:
    """The places below ``ck1`` of refusals of wishes to be enrolled."""
    try:
        return {f"enrol/{name}" for name in stick.names("enrol", ".refused")}
    except StickTrouble:
        return set()  # told of when the wishes are looked for


def _looked_into(folder: str, find: Callable[[], Iterable[Parcel]]) -> list[Parcel]:
    try:
        return list(find())
    except StickTrouble as trouble:
        return [Parcel(folder, FileKind.BATCH, 0, partial(_fail, trouble))]


def _fail(trouble: StickTrouble) -> bytes:
    raise trouble


def _chains_on(stick: Stick, device: str) -> Iterator[Parcel]:
    for inc in stick.folders(device):
        yield from _looked_into(f"{device}/{inc}", partial(_batches_on, stick, device, inc))


def _batches_on(stick: Stick, device: str, inc: str) -> Iterator[Parcel]:
    for name in stick.names(f"{device}/{inc}", ""):
        stem = name.removesuffix(".batch")
        if kind_of(name) is FileKind.HALF or (stem.isascii() and stem.isdigit() and len(stem) < 16):
            number = int(stem) if stem.isdigit() else 0
            yield from _on(stick, f"{device}/{inc}/{name}", (device, inc, number))


def _pieces_on(stick: Stick) -> Iterator[Parcel]:
    for folder in stick.folders("blobs"):
        yield from _looked_into(f"blobs/{folder}", partial(_files_on, stick, f"blobs/{folder}", ""))


def _files_on(stick: Stick, folder: str, ending: str) -> Iterator[Parcel]:
    for name in stick.names(folder, ending):
        yield from _on(stick, f"{folder}/{name}", NOWHERE)


def _on(stick: Stick, path: str, place: Place) -> Iterator[Parcel]:
    kind = kind_of(path.rpartition("/")[2])
    if kind is not None:
        yield Parcel(path, kind, _size_on(stick, path), partial(_read_on, stick, path), place)


def _size_on(stick: Stick, path: str) -> int:
    try:
        return stick.size(path)
    except StickTrouble:
        return 0  # reading it says so again


def _read_on(stick: Stick, path: str) -> bytes:
    data = stick.read(path)
    if data is None:
        raise StickTrouble(StickFault.UNREADABLE, path)
    return data


def parcels_in(files: Iterable[tuple[str, Path]], archives: Archives) -> Iterator[Parcel]:
    """Everything for the hub among these files (name, place on disk); a ZIP is looked into, as ``archives`` allows.

    Never takes more than one file's bound into memory.
    """
    for name, path in files:
        if is_side_file(name):
            continue
        if name.lower().endswith(".zip"):
            yield from _zipped(name, path, archives)
        elif kind := kind_of(name):
            size = path.stat().st_size
            yield _placed(Parcel(name, kind, size, path.read_bytes), partial(_read_start, path))


def _zipped(name: str, path: Path, archives: Archives) -> Iterator[Parcel]:
    try:
        archive, members = archives.open(path)
    except Refused:
        yield Parcel(name, FileKind.BATCH, 0, partial(_refuse_archive, name))
        return
    for member in members:
        short = member.filename.rpartition("/")[2]
        if not is_side_file(member.filename) and (kind := kind_of(short)):
            unpack = partial(archives.unpack, archive, member)
            parcel = Parcel(short, kind, member.file_size, partial(unpack, kind.most_bytes))
            yield _placed(parcel, partial(unpack, MAX_HEADER_BYTES))


def _refuse_archive(name: str) -> bytes:
    raise Refused(f"the archive {name} cannot be read")


def _read_start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_HEADER_BYTES + 1)


def _placed(parcel: Parcel, read_start: Callable[[], bytes]) -> Parcel:
    """The parcel with the place that its first line claims: no more of it is read for that."""
    if parcel.kind is not FileKind.BATCH or parcel.is_too_long:
        return parcel
    try:
        return replace(parcel, place=claimed_place(read_start()))
    except Refused:
        return parcel  # taking it says so again


def claimed_place(data: bytes) -> Place:
    """Which batch these bytes claim to be, unproven; ``NOWHERE`` for what is none."""
    try:
        wire = read_unproven(Batch.from_bytes(data).line)
        device, inc, seq = wire.get("dev"), wire.get("inc"), wire.get("seq")
    except (Refused, Untrusted):
        return NOWHERE
    is_whole = isinstance(device, str) and isinstance(inc, str) and type(seq) is int
    return (device, inc, seq) if is_whole else NOWHERE  # type: ignore[return-value]
