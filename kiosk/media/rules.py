"""Rules of keeping what a person has shown and said: sealed, on disk before the record that lists it, or not at all."""

from __future__ import annotations

from kiosk.media.state import Enclosures
from kiosk.session.context import KeepAttachment
from sync.protocol.keys import SealKey
from sync.station.attachment_store import BlobKind
from sync.station.outbox import NotStored


class NotEnclosed(Exception):  # noqa: N818  what the person is told
    """Photo and spoken message find no room here. What was typed is not touched by it."""


def keep_enclosures(enclosed: Enclosures, *, keep: KeepAttachment | None, key: SealKey) -> tuple[tuple[str, ...], ...]:
    """Keep them all; of each, the names of its pieces for the record to list. Raises NotEnclosed."""
    spoken = [(BlobKind.VOICE, enclosed.spoken.opus)] if enclosed.spoken else []
    wanted = [*spoken, *((BlobKind.PHOTO, photo) for photo in enclosed.photos)]
    if wanted and keep is None:
        raise NotEnclosed
    try:
        return tuple(keep(data, kind=kind, key=key) for kind, data in wanted) if keep else ()
    except NotStored as error:
        raise NotEnclosed from error
