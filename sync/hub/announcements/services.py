"""Telling stations something: a file under a name. It goes out with the next round of ``publishing.announce``.

Whoever calls this answers for what it tells: every station and every courier can read it, and nothing in it may be
finer than the day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from sync.hub.announcements.models import Announcement, ToldSoFar
from sync.protocol.announced_paths import check_name


def tell(name: str, data: bytes) -> bool:
    """Tell all stations this under this name, in place of what stood there. False when it stood there already.

    Part of the caller's transaction. ``name`` is without the folder: stations read it with ``hub_file(name)``. Raises
    Refused for a name that no announcement can have.
    """
    digest = hashlib.sha256(data).hexdigest()
    if Announcement.objects.filter(name=check_name(name), digest=digest).exists():
        return False
    Announcement.objects.update_or_create(name=name, defaults={"data": data, "digest": digest})
    return True


def withdraw(names: Iterable[str]) -> None:
    """Tell no more of these. Part of the caller's transaction."""
    Announcement.objects.filter(name__in=list(names)).delete()


def change(name: str, changed: Callable[[bytes], bytes]) -> bool:
    """Tell ``changed`` of what stands under this name (nothing: no bytes). False when that is the same.

    Until the transaction ends nobody else changes it, and what ``changed`` reads of the database is the newest.
    """
    with transaction.atomic():
        return tell(name, changed(lock(name)))


def lock(name: str) -> bytes:
    """Nobody else changes what stands under this name until the caller's transaction ends. Returns what stands there;
    nothing: no bytes, and those are never told.
    """
    if not Announcement.objects.filter(name=check_name(name)).exists():
        Announcement.objects.get_or_create(name=name, defaults={"data": b"", "digest": ""})
    return bytes(Announcement.objects.select_for_update().get(name=name).data)


def note_told(name: str, *, number: int, since: datetime) -> None:
    """The telling of this has come so far. Part of the caller's transaction."""
    ToldSoFar.objects.update_or_create(name=name, defaults={"number": number, "since": since})
