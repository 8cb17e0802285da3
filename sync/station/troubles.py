"""What of a round's notes is a trouble, the worst first: for attendants, and for who checks a station. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sync.station.events import Event, Note

GOOD_NEWS = frozenset(
    {
        Event.STARTED,
        Event.STOPPED,
        Event.ENROLLED,
        Event.ROUND_DONE,
        Event.CONTENT_NEW,
        Event.ANNOUNCED,
        Event.KEY_CHANGED,
    }
)
"""What may be reported without anything being wrong."""

_NOT_REACHED = (Event.HUB_SILENT, Event.HUB_UNKNOWN)

_WORST_FIRST = (
    Event.REVOKED,
    Event.NOT_ENROLLED,
    Event.DISK,
    Event.NEARLY_FULL,
    Event.DATABASE_SALVAGED,
    Event.BATCH_REFUSED,
    Event.NO_AGREEMENT,
    Event.HUB_OTHER_MEMORY,
    Event.CLOCK_WRONG,
    *_NOT_REACHED,
)
"""Everything else comes after these, the troubles with content last of all."""

_LAST = (Event.CONTENT_REFUSED, Event.CONTENT_EXPIRED, Event.CONTENT_TOO_NEW, Event.CONTENT_UNREACHABLE)


_LONGEST_PAUSE = timedelta(minutes=30)
"""Between two rounds lie a quarter of an hour at most, whatever goes wrong, and the time a round takes."""


def is_agent_silent(now: datetime, *, last_attempt: datetime | None, up_seconds: float, interval_seconds: int) -> bool:
    """True when the agent should long have tried again: what its last round said is not how things are now.

    Before its first round, and while the machine has not been up for so long (``up_seconds``), nothing can be said.
    """
    pause = max(_LONGEST_PAUSE, timedelta(seconds=2 * interval_seconds))
    return last_attempt is not None and now - last_attempt > pause and up_seconds > pause.total_seconds()


def worst_first(notes: Iterable[Note]) -> list[Note]:
    """The troubles among these notes, each event once. A hub that is not reached gives no content either."""
    found = {note.event: note for note in reversed(list(notes)) if note.event not in GOOD_NEWS}
    if any(event in found for event in _NOT_REACHED):
        found.pop(Event.CONTENT_UNREACHABLE, None)
    return sorted(found.values(), key=lambda note: (_weight(note.event), note.event.id))


def _weight(event: Event) -> int:
    if event in _WORST_FIRST:
        return _WORST_FIRST.index(event)
    return len(_WORST_FIRST) + (1 + _LAST.index(event) if event in _LAST else 0)
