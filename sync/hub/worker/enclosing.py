"""Opening what people left beside their words, once all its pieces are here: decoded and made anew, or named unfit.

The text of a report never waits for it. Foreign bytes are decoded in a process of its own, which holds no key.
"""

from __future__ import annotations

from datetime import datetime

from sync.foreign_media import MOST_INPUT_BYTES, ForeignMedium, MediaFault, MediaUnfit, made_anew
from sync.hub.attachments.store import PieceStore
from sync.hub.enclosures.models import EnclosureKind, ReportTerms
from sync.hub.enclosures.services import keep, note_unfit
from sync.hub.worker.keyring import Keyring
from sync.protocol.errors import Refused

REPORTS_AT_ONCE = 50
_SPEECH = b"OggS"


def open_enclosures(keyring: Keyring, store: PieceStore, *, now: datetime) -> int:
    """One pass over reports whose attachments are not open, the newest first. Returns how many were opened."""
    waiting = ReportTerms.objects.filter(to_open__gt=0).select_related("report").order_by("-report_id")
    return sum(_open_all(terms, keyring, store, now=now) for terms in waiting[:REPORTS_AT_ONCE])


def _open_all(terms: ReportTerms, keyring: Keyring, store: PieceStore, *, now: datetime) -> int:
    report, opened = terms.report, 0
    done = set(report.enclosures.values_list("position", flat=True))
    for position, names in enumerate(terms.pieces):
        if position in done or not all(map(store.has, names)):
            continue
        try:
            data = _joined(names, keyring, store)
            medium = ForeignMedium.SPEECH if data.startswith(_SPEECH) else ForeignMedium.PICTURE
            anew = made_anew(medium, data)
        except MediaUnfit as unfit:
            note_unfit(report, position, unfit.fault, now=now)
        else:
            kind = EnclosureKind.SPOKEN if medium is ForeignMedium.SPEECH else EnclosureKind.PHOTO
            keep(report, position, kind, anew, now=now)
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
