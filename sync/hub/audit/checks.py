"""The check of the whole log: the worker makes it, what it found is kept, and pages check only what came since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sync.hub.audit import services
from sync.hub.audit.anchors import present_head
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditCheck
from sync.hub.audit.selectors import verify_chain
from sync.protocol.signed_note import AuditHead

MOST_SINCE = 1_000
"""A page recomputes no more hashes than these."""

_ONLY = 1
"""Id of the one row."""


@dataclass(frozen=True)
class LogState:
    """How far the log is known to be whole.

    ``kept``: what the last check of all of it found; None before the first. ``checked``: so many entries from the first
    fit each other, those after the kept ones recomputed just now; ``last_hash`` is that of the last of them.
    ``unchecked``: the newest ones, which nobody has looked at. ``broken_at``: number of the first that does not fit.
    """

    kept: AuditCheck | None
    checked: int
    last_hash: str
    unchecked: int
    broken_at: int | None
    is_asked: bool


def ask_for_check(now: datetime) -> None:
    """Let the worker check the whole log at its next turn."""
    AuditCheck.objects.update_or_create(id=_ONLY, defaults={"asked_at": now})


def is_check_asked() -> bool:
    """Somebody waits for a check of the whole log."""
    return AuditCheck.objects.filter(asked_at__isnull=False).exists()


def newest_check() -> AuditCheck | None:
    """What the last check of the whole log found; None before the first."""
    return AuditCheck.objects.filter(at__isnull=False).first()


def check_whole_log(*, by: str, now: datetime) -> int | None:
    """Recompute every hash, and keep what was found. Returns the number of the first entry that does not fit.

    A log that no longer holds the entry up to which it was whole the last time was cut off or written anew: it does not
    fit there. That it is broken becomes an entry of its own, once.
    """
    before = AuditCheck.objects.filter(id=_ONLY).first()
    found = verify_chain()
    broken_at = found.broken_at
    if broken_at is None and (head := _head_of(before)):
        broken_at = verify_chain(after=head, most=0).broken_at
    whole = {"entries": found.entries, "last_hash": found.last_hash} if broken_at is None else {}
    with transaction.atomic():
        AuditCheck.objects.update_or_create(id=_ONLY, defaults={"at": now, "broken_at": broken_at, **whole})
        if before:  # who has asked since then waits for the next one
            AuditCheck.objects.filter(asked_at=before.asked_at).update(asked_at=None)
        if broken_at is not None and (before is None or before.broken_at is None):
            services.append(AuditEvent.AUDIT_BROKEN, by, at=now, number=broken_at)
    return broken_at


def log_state() -> LogState:
    """What is known of the log now, at the cost of at most ``MOST_SINCE`` hashes."""
    kept, newest = newest_check(), present_head()
    since = verify_chain(after=_head_of(kept), most=MOST_SINCE)
    broken_at = kept.broken_at if kept and kept.broken_at is not None else since.broken_at
    unchecked = max(0, newest.number - since.entries) if newest else 0
    return LogState(kept, since.entries, since.last_hash, unchecked, broken_at, is_check_asked())


def _head_of(kept: AuditCheck | None) -> AuditHead | None:
    return AuditHead(kept.entries, kept.last_hash) if kept and kept.entries else None
