"""Whether what people left beside their words is here."""

from __future__ import annotations

from collections.abc import Callable

from sync.hub.enclosures.rooms import ENTRIES
from sync.hub.entries.models import CitizenEntry

LOOKED_AT = 200
"""Of so many entries of a station of each kind, the newest, the attachments are looked for."""


def attachments_on_their_way(entry: CitizenEntry, *, is_here: Callable[[str], bool]) -> int:
    """How many of an entry's attachments have not come, or not all of them. The entry itself is shown at once.

    ``is_here`` says of the name of a piece whether the hub has it.
    """
    return sum(not all(is_here(name) for name in names) for names in entry.attachments)


def waiting_for_attachments(device_id: str, *, is_here: Callable[[str], bool]) -> int:
    """How many attachments of a station's newest entries have not come."""
    waiting = 0
    for room in ENTRIES:
        of_station = room.rows._default_manager.filter(device=device_id).exclude(attachments=[])
        newest = of_station.order_by("-received_at")[:LOOKED_AT]
        waiting += sum(attachments_on_their_way(entry, is_here=is_here) for entry in newest)
    return waiting
