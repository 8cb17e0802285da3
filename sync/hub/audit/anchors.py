"""What others hold of the audit log: its head at some moment, under a signature or in a backup. Whoever rewrites the
log in this database cannot change those.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.protocol.signed_note import AuditHead


@dataclass(frozen=True)
class AnchorFinding:
    """How the log compares with one head of it. ``is_rewritten``: an entry that was there is not, or is another."""

    head: AuditHead
    is_rewritten: bool


def present_head() -> AuditHead | None:
    """The newest entry, which stands for all before it; None for an empty log."""
    entry = AuditEntry.objects.order_by("-number").first()
    return AuditHead(entry.number, entry.hash) if entry else None


def compare(head: AuditHead, *, may_be_lost: bool = False) -> AnchorFinding:
    """Whether this database still has the log that ended like this.

    ``may_be_lost``: the head may be from after a backup that this database was restored from. Then it says nothing,
    if the log itself tells of a restore at that number or before.
    """
    here = AuditEntry.objects.filter(number=head.number).values_list("hash", flat=True).first()
    if here == head.hash:
        return AnchorFinding(head, is_rewritten=False)
    restored = AuditEntry.objects.filter(event=AuditEvent.HUB_RESTORED.value, number__lte=head.number)
    lost = (
        AuditEntry.objects.filter(event=AuditEvent.HUB_RESTORED.value).exists() if here is None else restored.exists()
    )
    return AnchorFinding(head, is_rewritten=not (may_be_lost and lost))
