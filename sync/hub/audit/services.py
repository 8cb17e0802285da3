"""Writing the audit log: one function, one entry, chained to the one before."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection, transaction

from sync.hub.audit.events import AuditEvent, fact_names
from sync.hub.audit.models import AuditEntry
from sync.protocol.encoding import canonical_json

FIRST_PREVIOUS = ""
"""``previous`` of the first entry."""

Fact = str | int


def append(event: AuditEvent, by: str, *, at: datetime, **facts: Fact) -> AuditEntry:
    """Append one event. It becomes part of the caller's transaction, so that deed and entry stand or fall together.

    ``by`` is a login name or the part of the hub that acts by itself. Raises ValueError for facts the event does not
    name: nothing personal slips in as a free word.
    """
    if set(facts) != fact_names(event):
        raise ValueError(f"the event {event} names exactly these facts: {sorted(fact_names(event))}")
    with transaction.atomic():
        _take_turn()
        last = AuditEntry.objects.order_by("-number").first()
        number = last.number + 1 if last else 1
        entry = AuditEntry(
            number=number,
            at=at,
            event=event.value,
            by=by,
            facts=canonical_json(facts).decode(),
            previous=last.hash if last else FIRST_PREVIOUS,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
    return entry


def _take_turn() -> None:
    """Whoever appends waits for who appended before; readers do not. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_auditentry IN SHARE ROW EXCLUSIVE MODE")


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 (hex) over every member of the entry and, through ``previous``, over all entries before it."""
    return hash_of_members(*(getattr(entry, name) for name in HASHED))


HASHED = ("number", "at", "event", "by", "facts", "previous")
"""The members a hash covers."""


def hash_of_members(number: int, at: datetime, event: str, by: str, facts: str, previous: str) -> str:
    """The hash of an entry with these ``HASHED`` members."""
    content = {"number": number, "at": at.isoformat(), "event": event, "by": by, "facts": facts, "previous": previous}
    return hashlib.sha256(canonical_json(content)).hexdigest()
