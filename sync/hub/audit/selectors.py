"""Reading the audit log, and proving that nobody changed it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.audit.services import FIRST_PREVIOUS, HASHED, hash_of_members
from sync.protocol.encoding import canonical_json
from sync.protocol.signed_note import AuditHead


@dataclass(frozen=True)
class ChainCheck:
    """Whether the log is whole. ``broken_at`` is the number of the first entry that does not fit; None when all do.

    ``last_hash`` stands for the whole log: whoever noted it down elsewhere can tell later that nothing was cut off.
    """

    entries: int
    last_hash: str
    broken_at: int | None


def newest_entries() -> QuerySet[AuditEntry]:
    """All entries, the newest first."""
    return AuditEntry.objects.order_by("-number")


def entries_of(*events: AuditEvent) -> list[AuditEntry]:
    """All entries of these events, which are few, the oldest first."""
    # Not put in order by the database: for that it would read the whole log.
    return sorted(AuditEntry.objects.filter(event__in=events).order_by(), key=lambda entry: entry.number)


def newest_about(*events: AuditEvent, **fact: str) -> AuditEntry | None:
    """The newest entry of these events that names this fact."""
    # Facts are canonical JSON: this is the member as it stands there.
    member = canonical_json(fact).decode()[1:-1]
    return newest_entries().filter(event__in=events, facts__contains=member).first()


def verify_chain(using: str = "default", *, after: AuditHead | None = None, most: int | None = None) -> ChainCheck:
    """Recompute every hash; ``after`` a head only those of the entries behind it, and no more than ``most`` of them.

    A head that is not in the log breaks it there. Takes time in proportion to what is recomputed.
    """
    entries = AuditEntry.objects.using(using)
    previous, count = (after.hash, after.number) if after else (FIRST_PREVIOUS, 0)
    if after and not entries.filter(number=after.number, hash=after.hash).exists():
        return ChainCheck(count, previous, broken_at=count)
    rows = entries.filter(number__gt=count).order_by("number").values_list("hash", *HASHED)[:most]
    for said, *members in rows.iterator():
        count += 1
        number, before = members[0], members[-1]
        if number != count or before != previous or said != hash_of_members(*members):
            return ChainCheck(count, previous, broken_at=number)
        previous = said
    return ChainCheck(count, previous, broken_at=None)
