"""ZIPs that couriers bring: each opened once, bounded before it is looked into, and unpacked only so far.

What an archive says of itself is not believed: neither how many files it holds nor how long they are.
"""

from __future__ import annotations

import io
import os
import zipfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign

MOST_DIRECTORY_BYTES = 2 * 1024 * 1024
"""Of the list of its files at the end of an archive; ten thousand of ours have half of that."""
MOST_UNPACKED_BYTES = 1024 * 1024 * 1024
"""Of all archives of one delivery. What is sealed does not become smaller: an honest one comes nowhere near."""


class Archives:
    """The archives of one delivery. They stay open until the block ends."""

    def __init__(self, *, most_files: int, most_bytes: int = MOST_UNPACKED_BYTES) -> None:
        self._open = ExitStack()
        self._files_left = most_files
        self._bytes_left = most_bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def open(self, path: Path) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
        """An archive and the files in it, as many as are left to look at. Raises Refused for what is none."""
        with foreign(Refused, "the archive cannot be read"):
            file = self._open.enter_context(_BoundedReader(io.FileIO(path)))
            archive = self._open.enter_context(zipfile.ZipFile(file))
        # An entry may have no name at all, and then ``is_dir`` looks for its last letter.
        members = [member for member in archive.infolist()[: self._files_left] if not member.filename.endswith("/")]
        self._files_left -= len(members)
        return archive, members

    def unpack(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
        """The bytes of a file in an archive, or one more than the most there may be. Raises Refused for a damaged one.

        Whatever its entry says of their number is not believed.
        """
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused("the member is packed in a way that takes memory as it likes")
        if self._bytes_left <= 0:
            raise Refused("the archive holds more than is unpacked at once")
        with foreign(Refused, "the member cannot be unpacked"), archive.open(member) as file:
            data = file.read(most + 1)
        self._bytes_left -= len(data)
        return data


class _BoundedReader(io.BufferedReader):
    """A file of which only so much is taken into memory at once, whatever is asked for."""

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__(raw)
        self._length = os.fstat(raw.fileno()).st_size

    def read(self, size: int | None = -1, /) -> bytes:
        left = self._length - self.tell()
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > MOST_DIRECTORY_BYTES:
            raise Refused("the archive lists more files than are taken at once")
        return super().read(size)
