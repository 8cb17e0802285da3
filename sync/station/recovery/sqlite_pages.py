"""Rows out of a damaged SQLite file, page by page, without asking SQLite: its file format, read defensively.

Knows the format only (https://www.sqlite.org/fileformat2.html), none of our tables. A page that is damaged costs what
stands on it and nothing else. Finds every version of a row that the file and its journal still hold, old ones too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Value = int | str | bytes | None
Row = tuple[Value, ...]
"""One row as stored. Without a row number: primary key first. With one: an INTEGER PRIMARY KEY reads as None."""

PAGE_BYTES = 4096
"""What the station's file is made with, when its own header does not say."""

_FILE_HEADER_BYTES = 100
_WAL_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
_INTERIOR_KEYED, _LEAF_KEYED, _LEAF_NUMBERED = 0x02, 0x0A, 0x0D
_MAX_PAYLOAD_BYTES = 4 * 1024 * 1024
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True)
class _Pages:
    """The pages of the file, and over them the versions the journal holds, the latest of each."""

    size: int
    file: bytes
    newer: dict[int, bytes] = field(default_factory=dict)

    def page(self, number: int) -> bytes:
        return self.newer.get(number) or self.file[(number - 1) * self.size : number * self.size]


def carve_rows(file: bytes, journal: bytes = b"") -> Iterator[Row]:
    """Every row on every page that can still be read, of the file and of its write-ahead journal. May repeat rows."""
    size = _page_size(file)
    frames = list(_frames(journal, size))
    pages = _Pages(size, file, dict(frames))
    for number in range(1, len(file) // size + 1):
        yield from _rows_of(file[(number - 1) * size : number * size], number, pages)
    for number, page in frames:
        yield from _rows_of(page, number, pages)


def _page_size(file: bytes) -> int:
    size = int.from_bytes(file[16:18], "big")
    return size if size >= 512 and size & (size - 1) == 0 else PAGE_BYTES


def _frames(journal: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    step = _FRAME_HEADER_BYTES + size
    for start in range(_WAL_HEADER_BYTES, len(journal) - step + 1, step):
        yield int.from_bytes(journal[start : start + 4], "big"), journal[start + _FRAME_HEADER_BYTES : start + step]


def _rows_of(page: bytes, number: int, pages: _Pages) -> Iterator[Row]:
    start = _FILE_HEADER_BYTES if number == 1 else 0
    if len(page) < pages.size or page[start] not in {_INTERIOR_KEYED, _LEAF_KEYED, _LEAF_NUMBERED}:
        return
    kind, cells = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
    pointers = start + (12 if kind == _INTERIOR_KEYED else 8)
    for place in range(pointers, min(pointers + 2 * cells, len(page) - 1), 2):
        try:
            yield _row_at(page, int.from_bytes(page[place : place + 2], "big"), kind, pages)
        except (IndexError, ValueError):
            continue  # this cell is damaged; the next one may not be


def _row_at(page: bytes, place: int, kind: int, pages: _Pages) -> Row:
    place += 4 if kind == _INTERIOR_KEYED else 0
    length, place = _varint(page, place)
    if kind == _LEAF_NUMBERED:
        _number, place = _varint(page, place)
    if not 0 < length <= _MAX_PAYLOAD_BYTES:
        raise ValueError("no payload of ours")
    return _decode(_payload(page, place, length, is_numbered=kind == _LEAF_NUMBERED, pages=pages))


def _payload(page: bytes, place: int, length: int, *, is_numbered: bool, pages: _Pages) -> bytes:
    usable = pages.size
    most = usable - 35 if is_numbered else (usable - 12) * 64 // 255 - 23
    if length <= most:
        return _exactly(page[place : place + length], length)
    least = (usable - 12) * 32 // 255 - 23
    here = least + (length - least) % (usable - 4)
    here = here if here <= most else least
    data = _exactly(page[place : place + here], here)
    following = int.from_bytes(_exactly(page[place + here : place + here + 4], 4), "big")
    while len(data) < length:
        overflow = pages.page(following) if following else b""
        data += _exactly(overflow[4 : 4 + min(length - len(data), usable - 4)], min(length - len(data), usable - 4))
        following = int.from_bytes(overflow[:4], "big")
    return data


def _decode(payload: bytes) -> Row:
    header_end, place = _varint(payload, 0)
    types = []
    while place < header_end:
        serial, place = _varint(payload, place)
        types.append(serial)
    return tuple(_values(payload, header_end, types))


def _values(payload: bytes, place: int, types: Sequence[int]) -> Iterator[Value]:
    for serial in types:
        length = _INTEGER_BYTES.get(serial, 0) if serial < 12 else (serial - 12) // 2
        data = _exactly(payload[place : place + length], length)
        place += length
        if serial == 0:
            yield None
        elif serial in {8, 9}:
            yield serial - 8
        elif serial in _INTEGER_BYTES:
            yield int.from_bytes(data, "big", signed=True)
        elif serial >= 12:
            yield data.decode() if serial % 2 else data
        else:
            raise ValueError("no value of ours")


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for index in range(9):
        byte = data[place + index]
        if index == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + index + 1
    raise ValueError("no number")


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise ValueError("cut off")
    return data
