"""The one file of a backup: a tar, sealed to the recovery keys as an age file. Knows names and bytes, no database.

It can be opened without us: ``age -d -i KEY hub-....age | tar x``. Its last member lists all others with their hashes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import IO

import pyrage
from pyrage import x25519

from sync.files import sync_file, sync_folder, write_new
from sync.hub.backups.recovery import PublicKey, SecretKey
from sync.protocol.encoding import from_timestamp, parse_json_object, to_timestamp
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.rooted_folder import NotPlain
from sync.version import VERSION

Opens = Callable[[], IO[bytes]]

MANIFEST = "manifest.json"
_PIECE_BYTES = 1024 * 1024
_LONGEST_MANIFEST = 512 * 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """When a backup was made, by which version, and what is in it: SHA-256 by name."""

    made_at: datetime
    version: str
    files: dict[str, str]

    def to_bytes(self) -> bytes:
        """As it stands in the backup."""
        told = {"made_at": to_timestamp(self.made_at), "version": self.version, "files": self.files}
        return json.dumps(told, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Raises Refused for anything that :meth:`to_bytes` has not written."""
        with foreign(Refused, "the list of what is in the backup cannot be read"):
            told = parse_json_object(data)
            files = {str(name): str(digest) for name, digest in dict(told["files"]).items()}
            return cls(from_timestamp(told["made_at"]), str(told["version"]), files)


def write_archive(
    place: Path, files: Iterable[tuple[str, Opens | bytes]], *, keys: Sequence[PublicKey], made_at: datetime
) -> Manifest:
    """Write a new backup of these files (by name, opened when their turn comes or as they are), durably.

    A file that is gone then, or no plain file, is left out. Raises FileExistsError, and OSError when it cannot be
    written; then what was written of it is taken away again.
    """
    write_new(place, b"")
    try:
        with _sealing(place, keys) as plain, tarfile.open(fileobj=plain, mode="w|") as tar:
            digests = {name: digest for name, source in files if (digest := _add(tar, name, source))}
            manifest = Manifest(made_at.replace(microsecond=0), VERSION, digests)
            _add(tar, MANIFEST, manifest.to_bytes())
    except BaseException:
        place.unlink()
        raise
    sync_folder(place.parent)
    return manifest


def read_archive(place: Path, key: SecretKey, *, into: Path | None = None) -> Manifest:
    """Read a backup from end to end, each file by its hash, and lay its files into a folder if one is given.

    Raises Refused for a backup that is damaged, cut off or sealed to other keys; what was laid down by then is nothing
    to use. Raises OSError when nothing can be written.
    """
    digests: dict[str, str] = {}
    listed: Manifest | None = None
    with _opening(place, key) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                for member in tar:
                    source = tar.extractfile(member) if member.isfile() else None
                    if source is None or listed or member.name in digests:
                        raise Refused(f"{member.name} does not belong into a backup")
                    if member.name == MANIFEST:
                        listed = Manifest.from_bytes(source.read(_LONGEST_MANIFEST))
                    else:
                        digests[member.name] = _take(source, member, into)
        except tarfile.TarError as error:
            raise Refused(f"{place} is damaged or was cut off") from error
    if listed is None:
        raise Refused(f"{place} was cut off")
    for name in sorted(digests.keys() | listed.files.keys()):
        if digests.get(name) != listed.files.get(name):
            raise Refused(f"the file {name} of the backup is not the one that was written")
    return listed


def _add(tar: tarfile.TarFile, name: str, source: Opens | bytes) -> str | None:
    member = tarfile.TarInfo(name)
    try:
        opened: IO[bytes] = io.BytesIO(source) if isinstance(source, bytes) else source()
    except (FileNotFoundError, NotPlain):
        return None  # announced or forgotten meanwhile, or laid there by somebody
    with opened as file:
        if isinstance(source, bytes):
            member.mode, member.size = 0o600, len(source)
        else:
            found = os.fstat(file.fileno())
            member.mode, member.size = stat.S_IMODE(found.st_mode), found.st_size
        hashing = _Hashing(file)
        tar.addfile(member, hashing)
        return hashing.digest


class _Hashing(io.RawIOBase):
    """What is read from a file, and its hash."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._hash.update(piece)
        return piece

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _take(source: IO[bytes], member: tarfile.TarInfo, into: Path | None) -> str:
    hashing = _Hashing(source)
    if into is None:
        while hashing.read(_PIECE_BYTES):
            pass
        return hashing.digest
    parts = PurePosixPath(member.name).parts
    if not parts or ".." in parts or parts[0] == "/":
        raise Refused(f"{member.name} does not belong into a backup")
    place = into.joinpath(*parts)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, member.mode & 0o777)
        while piece := hashing.read(_PIECE_BYTES):
            file.write(piece)
    return hashing.digest


@contextmanager
def _sealing(place: Path, keys: Sequence[PublicKey]) -> Iterator[IO[bytes]]:
    """What is written to this arrives sealed in the file, and is on the disk when the block ends."""
    recipients = [x25519.Recipient.from_str(key) for key in keys]
    read_end, write_end = os.pipe()

    def seal() -> None:
        with os.fdopen(read_end, "rb") as plain, place.open("wb") as sealed:
            pyrage.encrypt_io(plain, sealed, recipients)
        sync_file(place)

    other = _Beside(seal)
    try:
        with os.fdopen(write_end, "wb") as plain:
            yield plain
    except BrokenPipeError:
        other.join()
        if other.fault is None:
            raise
    other.join()
    if other.fault:
        raise OSError(f"{place} cannot be written: {other.fault}") from other.fault


@contextmanager
def _opening(place: Path, key: SecretKey) -> Iterator[IO[bytes]]:
    """What a sealed file holds. When the block has read what it wants, the rest of the file is proven to be whole."""
    read_end, write_end = os.pipe()

    def open_all() -> None:
        with os.fdopen(write_end, "wb") as plain, place.open("rb") as sealed:
            pyrage.decrypt_io(sealed, plain, [x25519.Identity.from_str(key)])

    other = _Beside(open_all)
    try:
        with os.fdopen(read_end, "rb") as plain:
            yield plain
            while plain.read(_PIECE_BYTES):
                pass
    except Refused as refused:
        other.join()
        if other.fault and not isinstance(other.fault, BrokenPipeError) and "BrokenPipe" not in str(other.fault):
            raise _why_not_opened(place, other.fault) from refused
        raise
    finally:
        other.join()
    if other.fault:
        raise _why_not_opened(place, other.fault) from other.fault


def _why_not_opened(place: Path, fault: Exception) -> Exception:
    if isinstance(fault, OSError) and fault.errno is not None:
        return fault
    if "No matching keys" in str(fault):
        return Refused(f"this is not the recovery key that {place} was sealed to")
    return Refused(f"{place} is damaged or was cut off, or is no backup")


class _Beside:
    """One function in a thread beside this one, and how it ended."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.fault: Exception | None = None
        self._work = work
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self.fault = error
