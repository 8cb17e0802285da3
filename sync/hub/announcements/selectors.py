"""Reading what stations are to be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sync.hub.announcements.models import Announcement, ToldSoFar


def digests() -> Mapping[str, str]:
    """Name to SHA-256 (hex) of everything that is to be told."""
    return dict(Announcement.objects.values_list("name", "digest"))


def digest_of(name: str) -> str:
    """The digest of what is to be told under this name; empty for nothing."""
    return Announcement.objects.filter(name=name).values_list("digest", flat=True).first() or ""


def names_beginning(start: str) -> set[str]:
    """The names of what is to be told that begin so."""
    return set(Announcement.objects.filter(name__startswith=start).values_list("name", flat=True))


def contents(names: Collection[str]) -> Mapping[str, bytes]:
    """Name to bytes of these announcements."""
    rows = Announcement.objects.filter(name__in=list(names)).values_list("name", "data")
    return {name: bytes(data) for name, data in rows}


def told_so_far(name: str) -> ToldSoFar | None:
    """How far the telling of this has come; None before it began."""
    return ToldSoFar.objects.filter(name=name).first()
