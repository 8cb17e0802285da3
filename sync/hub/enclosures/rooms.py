"""All that people leave under a number, and to which of it an entry belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.hub.contributions.services import CONTRIBUTIONS
from sync.hub.entries.models import CitizenEntry
from sync.hub.entries.room import EntryRoom
from sync.hub.reports.services import REPORTS

ENTRIES: Sequence[EntryRoom] = (REPORTS, CONTRIBUTIONS)
"""Reports, and everything else people say."""

FIELDS: Mapping[type[CitizenEntry], str] = {REPORTS.rows: "report", CONTRIBUTIONS.rows: "contribution"}
"""How a list of enclosures calls the entry it belongs to."""


def room_of(entry: CitizenEntry) -> EntryRoom:
    """Where the entry belongs."""
    return next(room for room in ENTRIES if isinstance(entry, room.rows))
