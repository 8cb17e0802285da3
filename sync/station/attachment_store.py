"""Attachments at a station: cut into pieces, each sealed and named by its bytes, kept until long after they are sent.

Plain files in the data folder. The sealed record of a report lists the names; nothing here knows which report.

    blobs/voice/<sha256>   blobs/photo/<sha256>   one sealed piece each
    blobs/there/<sha256>   empty: the hub has said that it has this piece
    blobs/safe/<sha256>    empty: so has its verified backup

Knows how pieces are made and kept, not how they are sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from sync.files import sync_folder
from sync.protocol.attachment_messages import MAX_PIECE_BYTES, MAX_SEALED_PIECE_BYTES, is_piece_name
from sync.protocol.envelope import seal_piece
from sync.protocol.keys import SealKey
from sync.rooted_folder import RootedFolder
from sync.station.disk_reserve import Reserve
from sync.station.journal_rules import is_old
from sync.station.outbox import NotStored

AT_ONCE_WHEN_SHORT = 20
"""On a disk that is nearly full, so many safe pieces go in one round, the oldest first."""

_THERE, _SAFE = "there", "safe"


class BlobKind(StrEnum):
    """What an attachment is. In this order they are sent: a voice is a report's own words."""

    VOICE = "voice"
    PHOTO = "photo"


@dataclass(frozen=True)
class KeptPiece:
    """One sealed piece as it lies here."""

    name: str
    kind: BlobKind
    size: int
    path: Path
    since: datetime
    """When it was laid down here."""


class Blobs:
    """All pieces of a station. ``reserve`` says whether there is room: attachments are the first that stop."""

    def __init__(self, folder: Path, *, reserve: Reserve | None = None) -> None:
        self._folder = folder
        self._files = RootedFolder(folder)  # screens and agent write in it, and neither follows the other's links
        self._reserve = reserve
        self._asked_all_on: date | None = None
        self._pruned_on: date | None = None

    def put(self, data: bytes, *, kind: BlobKind, key: SealKey) -> tuple[str, ...]:
        """Save one attachment, already free of all metadata. The names of its pieces, in order, for the record to list.

        On disk when this returns, and before the record that lists it. Raises NotStored when the disk does not take it;
        pieces that lie there then belong to no record, and are harmless.
        """
        try:
            if self._reserve and not self._reserve.has_room_for_attachments():
                raise NotStored("the disk is nearly full; attachments are the first that stop")
            starts = range(0, len(data), MAX_PIECE_BYTES)
            return tuple(self._put_piece(seal_piece(data[at : at + MAX_PIECE_BYTES], key=key), kind) for at in starts)
        except OSError as error:
            raise NotStored(f"the attachment could not be saved: {error}") from error

    def kept(self) -> list[KeptPiece]:
        """Every piece kept here, in the order in which they are sent: voices before photos, the smallest first."""
        return self._all_but(frozenset())

    def to_ask_about(self, today: date) -> list[KeptPiece]:
        """Those the hub is asked about: once a day all that are kept, else what it has not called safe.

        What is safe is most of it, and kept for a month: to look at all of it each minute would cost more every day.
        """
        return self.kept() if self._asked_all_on != today else self._all_but(frozenset(self._files.files(_SAFE)))

    def note_all_asked(self, today: date) -> None:
        """The hub was asked about all that :meth:`to_ask_about` named."""
        self._asked_all_on = today

    def doubt_all(self) -> None:
        """The hub may have lost what it called safe: it is asked about all."""
        self._asked_all_on = None

    def _all_but(self, known: Collection[str]) -> list[KeptPiece]:
        found = []
        for kind in BlobKind:
            names = [name for name in self._files.files(kind) if is_piece_name(name) and name not in known]
            pieces = [self._kept(kind, name) for name in names]
            found += sorted(filter(None, pieces), key=lambda piece: (piece.size, piece.name))
        return found

    def _kept(self, kind: BlobKind, name: str) -> KeptPiece | None:
        place = self._files.look(f"{kind}/{name}")
        if place is None:
            return None
        since = datetime.fromtimestamp(place.st_mtime, UTC)
        return KeptPiece(name, kind, place.st_size, self._folder / kind / name, since)

    def read(self, piece: KeptPiece) -> bytes | None:
        """The bytes of a piece; None when they broke on this disk."""
        try:
            data = self._files.read(f"{piece.kind}/{piece.name}", most_bytes=MAX_SEALED_PIECE_BYTES)
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == piece.name else None

    def unsent(self) -> list[KeptPiece]:
        """Those the hub has not said it has, as far as is known here. For a courier, who cannot ask."""
        return [piece for piece in self.kept() if not self._is(_THERE, piece.name)]

    def note(
        self,
        asked: Sequence[str],
        *,
        missing: Collection[str],
        safe: Collection[str] = (),
        erased: Collection[str] = (),
    ) -> None:
        """Remember what the hub said: of those asked for, it has all but the missing ones, and the safe ones for good.

        What it has said before about these counts no more. The erased ones were withdrawn, or their time is over: they
        are gone here, too, when this returns.
        """
        for name in asked:
            if name in erased:
                self._remove(name)
                continue
            self._mark(_SAFE, name, is_set=name in safe)
            self._mark(_THERE, name, is_set=name not in missing)

    def prune_if_due(self, today: date, *, is_short: bool = False) -> int:
        """The same as :meth:`prune`, which has nothing new to do on the same day unless the disk is short."""
        if self._pruned_on == today and not is_short:
            return 0
        self._pruned_on = today
        return self.prune(today, is_short=is_short)

    def prune(self, today: date, *, is_short: bool = False) -> int:
        """Delete pieces that are safe and old; returns how many. No others go, but those that were erased (``note``).

        ``is_short``: the disk is nearly full, so some of the oldest safe ones go before their time.
        """
        safe = sorted((piece.since, piece.name, piece) for piece in self.kept() if self._is(_SAFE, piece.name))
        gone = {piece.name: piece for since, _, piece in safe if is_old(since.date(), today=today)}
        if is_short:
            gone |= {piece.name: piece for _, _, piece in safe[:AT_ONCE_WHEN_SHORT]}
        for piece in gone.values():
            self._remove(piece.name)
        return len(gone)

    def _remove(self, name: str) -> None:
        for kind in (*BlobKind, _SAFE, _THERE):
            self._files.remove(f"{kind}/{name}")

    def _mark(self, kind: str, name: str, *, is_set: bool) -> None:
        if is_set:
            self._files.mark(f"{kind}/{name}")
        else:
            self._files.remove(f"{kind}/{name}")

    def _is(self, kind: str, name: str) -> bool:
        return self._files.look(f"{kind}/{name}") is not None

    def _put_piece(self, sealed: bytes, kind: BlobKind) -> str:
        name = hashlib.sha256(sealed).hexdigest()
        self._files.write(f"{kind}/{name}", sealed)
        return name

    def tidy(self) -> None:
        """Remove what a power cut left half written, or half deleted."""
        for kind in BlobKind:
            self._files.remove_unfinished(kind)
        kept = {piece.name for piece in self.kept()}
        for marks in (_SAFE, _THERE):
            for name in self._files.files(marks):
                if name not in kept:
                    self._files.remove(f"{marks}/{name}")
        if self._folder.exists():
            sync_folder(self._folder)
