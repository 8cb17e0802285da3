"""Opening what people left beside their words, once all its pieces are here: decoded and made anew, or named unfit.

The text of an entry never waits for it. Foreign bytes are decoded in a process of its own, which holds no key.
"""

from __future__ import annotations

from datetime import datetime

from sync.foreign_media import MOST_INPUT_BYTES, ForeignMedium, MediaFault, MediaUnfit, made_anew
from sync.hub.attachments.store import PieceStore
from sync.hub.enclosures.models import EnclosureKind, EnclosureList
from sync.hub.enclosures.services import keep, note_unfit
from sync.hub.worker.keyring import Keyring
from sync.protocol.errors import Refused

ENTRIES_AT_ONCE = 50
_SPEECH = b"OggS"


def open_enclosures(keyring: Keyring, store: PieceStore, *, now: datetime) -> int:
    """One pass over entries whose attachments are not open, the newest first. Returns how many were opened."""
    waiting = EnclosureList.objects.filter(to_open__gt=0).order_by("-pk")
    return sum(_open_all(enclosed, keyring, store, now=now) for enclosed in waiting[:ENTRIES_AT_ONCE])


def _open_all(enclosed: EnclosureList, keyring: Keyring, store: PieceStore, *, now: datetime) -> int:
    opened = 0
    done = set(enclosed.enclosures.values_list("position", flat=True))
    for position, names in enumerate(enclosed.pieces):
        if position in done or not all(map(store.has, names)):
            continue
        try:
            data = _joined(names, keyring, store)
            medium = ForeignMedium.SPEECH if data.startswith(_SPEECH) else ForeignMedium.PICTURE
            anew = made_anew(medium, data)
        except MediaUnfit as unfit:
            note_unfit(enclosed, position, unfit.fault, now=now)
        else:
            kind = EnclosureKind.SPOKEN if medium is ForeignMedium.SPEECH else EnclosureKind.PHOTO
            keep(enclosed, position, kind, anew, now=now)
        opened += 1
    return opened


def _joined(names: list[str], keyring: Keyring, store: PieceStore) -> bytes:
    data = bytearray()
    try:
        for name in names:
            data += keyring.open_piece(store.read(name))
            if len(data) > MOST_INPUT_BYTES:
                raise MediaUnfit(MediaFault.TOO_LARGE)
    except (OSError, Refused) as error:
        raise MediaUnfit(MediaFault.BROKEN) from error
    return bytes(data)
