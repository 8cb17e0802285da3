"""Pieces of attachments at the hub: sealed files named by their own hash. Nothing here can open one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from sync.hub.enclosures.models import ErasedPiece
from sync.hub.intake.models import SafePiece
from sync.hub.stations import selectors as stations
from sync.hub.stations.models import Device
from sync.protocol.attachment_messages import (
    MAX_SEALED_PIECE_BYTES,
    PieceWhereabouts,
    is_piece_name,
    piece_name,
    question_hash,
    read_ask,
)
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import read_kid
from sync.protocol.keys import SigningKey, VerifyKey
from sync.rooted_folder import RootedFolder

_NAMES_AT_ONCE = 500
"""What any database takes in one question."""


def note_safe(names: Collection[str]) -> int:
    """These pieces are in a verified backup. How many of them were not before."""
    wanted = sorted(name for name in names if is_piece_name(name))
    new = []
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        some = wanted[start : start + _NAMES_AT_ONCE]
        known = safe_among(some)
        new += [SafePiece(name=name) for name in some if name not in known]
    SafePiece.objects.bulk_create(new, batch_size=_NAMES_AT_ONCE, ignore_conflicts=True)
    return len(new)


def safe_among(names: Collection[str]) -> frozenset[str]:
    """Those of the names that are in a verified backup."""
    return frozenset(SafePiece.objects.filter(name__in=names).values_list("name", flat=True))


def erased_among(names: Collection[str]) -> frozenset[str]:
    """Those of the names that are erased for good: nobody need bring them again."""
    return frozenset(ErasedPiece.objects.filter(name__in=names).values_list("name", flat=True))


def signer_of(message: str) -> tuple[Device, VerifyKey]:
    """The station whose key a message names, and the key. Raises Untrusted."""
    signer = stations.find_signer(read_kid(message))
    if signer is None:
        raise Untrusted("no station with this key is enrolled here")
    return signer


class PieceStore:
    """All pieces of a hub, in one folder: ``<first two digits>/<sha256>``."""

    def __init__(self, folder: Path) -> None:
        self._files = RootedFolder(folder)

    def has(self, name: str) -> bool:
        """True when this piece is here, whole."""
        return is_piece_name(name) and self._files.look(_place(name)) is not None

    def read(self, name: str) -> bytes:
        """A piece as it lies here, sealed. Raises OSError when it is not here."""
        if not is_piece_name(name):
            raise FileNotFoundError("no name of a piece")
        return self._files.read(_place(name), most_bytes=MAX_SEALED_PIECE_BYTES)

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of the names that are not here, in the order asked."""
        absent = [name for name in names if not self.has(name)]
        erased = erased_among(absent)
        return [name for name in absent if name not in erased]

    def whereabouts(self, names: Collection[str]) -> PieceWhereabouts:
        """What to tell a station about these: which are missing here, and which it need not or may not keep."""
        missing, erased = frozenset(self.missing(names)), erased_among(names)
        return PieceWhereabouts(missing, (safe_among(names) | erased) - missing, erased=erased - missing)

    def answer(self, question: str, *, key: SigningKey) -> tuple[str, str]:
        """Who asks about pieces, and the signed answer. Raises Untrusted, or Refused for another station's question."""
        device, signed_with = signer_of(question)
        named, names = read_ask(question, key=signed_with)
        if named != device.id:
            raise Refused("the message names another station than the one that signed it")
        told = replace(self.whereabouts(names), question=question_hash(question))
        return device.id, told.sign(device.id, key=key)

    def take(self, name: str, sealed: bytes) -> bool:
        """Keep a piece, on disk when this returns. False when it was here already.

        Raises Refused for bytes that are not what the name says, or more than a piece may have; OSError when the disk
        does not take it, and then there is nothing of it.
        """
        if not is_piece_name(name) or len(sealed) > MAX_SEALED_PIECE_BYTES:
            raise Refused("this is no piece of an attachment")
        if piece_name(sealed) != name:
            raise Refused("the bytes are not those the name stands for")
        if self.has(name) or erased_among([name]):
            return False
        self._files.write(_place(name), sealed)
        return True

    def remove_erased(self) -> int:
        """Remove the files of pieces that are erased for good. Returns how many of them are done.

        It is left to the process that writes pieces: no other may.
        """
        due = list(ErasedPiece.objects.filter(is_removed=False).values_list("name", flat=True)[:_NAMES_AT_ONCE])
        for name in due:
            if self.has(name):
                self._files.remove(_place(name))
        return ErasedPiece.objects.filter(name__in=due).update(is_removed=True)


def _place(name: str) -> str:
    return f"{name[:2]}/{name}"
