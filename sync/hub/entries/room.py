"""What one kind of entries is at the hub: its table, what the audit log says of it, and how stations are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sync.hub.audit.events import AuditEvent
from sync.hub.entries.models import CitizenEntry
from sync.hub.versions import ChangedMeanwhile


@dataclass(frozen=True)
class EntryEvents:
    """What the audit log says when something is done about one entry."""

    state_set: AuditEvent
    reviewed: AuditEvent
    redacted: AuditEvent
    assigned: AuditEvent
    merged: AuditEvent
    withdrawn: AuditEvent


@dataclass(frozen=True)
class EntryRoom:
    """One table of entries with what belongs to it."""

    rows: type[CitizenEntry]
    events: EntryEvents
    tell: Callable[[Collection[str], datetime], None]
    """Tells all stations how the entries of these record ids stand now."""
    withdrawn: str
    """The word for the state of one that was withdrawn."""
    most_note: int
    """Characters of what the city says to one."""
    most_text: int
    """Characters of what a person writes."""
    erased: Mapping[str, Any]
    """What becomes of columns of its own when an entry is withdrawn."""

    def read_for_change(self, record_id: str) -> CitizenEntry:
        """The entry, locked until the transaction ends. Raises ``rows.DoesNotExist``."""
        return self.rows._default_manager.select_for_update().get(record_id=record_id)

    def read_unreviewed(self, record_id: str, seen: int) -> CitizenEntry:
        """The same, as long as its review version is the one a person saw. Raises ChangedMeanwhile."""
        row = self.read_for_change(record_id)
        if row.review_version != seen:
            raise ChangedMeanwhile(row.reviews.first())
        return row
