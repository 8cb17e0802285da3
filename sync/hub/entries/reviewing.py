"""What the office makes of an entry before it goes anywhere: a review state, and hiding words nobody should read.

The person's own words stay as they are; what is passed on is the text without what was hidden.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.entries.models import CitizenEntry, ReviewState
from sync.hub.entries.room import EntryRoom
from sync.protocol.errors import Refused
from sync.protocol.report_status import MOST_NAME, MOST_NOTE

REVIEWED_WITHIN = timedelta(days=3)
"""So soon somebody should have looked at an entry."""


def review_until(entry: CitizenEntry) -> datetime:
    """By when somebody should have looked at it."""
    return entry.received_at + REVIEWED_WITHIN


def review(
    room: EntryRoom, record_id: str, verdict: ReviewState, *, note: str, by: str, now: datetime, seen: int
) -> bool:
    """What the office makes of it from now on. ``note`` stays in the office. False when nothing changes.

    ``seen`` is the review version the person had before them. Raises ChangedMeanwhile when it is another by now,
    Refused for a note that is too long.
    """
    note = " ".join(note.split())
    if len(note) > MOST_NOTE:
        raise Refused("the note is too long")
    with transaction.atomic():
        row = room.read_unreviewed(record_id, seen)
        if row.review == verdict.value and not note:
            return False
        row.review = verdict.value
        keep_review(row, note=note, by=by, now=now)
        audit.append(room.events.reviewed, by, at=now, record=record_id, review=verdict.value)
    return True


def hide_words(room: EntryRoom, record_id: str, text: str, *, because: str, by: str, now: datetime, seen: int) -> bool:
    """Pass on this text in place of the person's own; whoever left the entry reads why. False when nothing changes.

    An empty ``because`` shows the whole text again. Raises ChangedMeanwhile, or Refused for a text that is too long.
    """
    because = " ".join(because.split())
    if len(because) > MOST_NAME or len(text) > room.most_text:
        raise Refused("the text or its reason is too long")
    with transaction.atomic():
        row = room.read_unreviewed(record_id, seen)
        text = text.strip() if because else ""
        if (row.public_text, row.hidden_because) == (text, because):
            return False
        row.public_text, row.hidden_because = text, because
        keep_review(row, by=by, now=now)
        audit.append(room.events.redacted, by, at=now, record=record_id, because=because)
    return True


def assign(room: EntryRoom, record_id: str, to: str, *, by: str, now: datetime, seen: int) -> bool:
    """Who of the office works on it from now on: an account; empty for nobody. False when nothing changes.

    Raises ChangedMeanwhile.
    """
    with transaction.atomic():
        row = room.read_unreviewed(record_id, seen)
        if row.assigned_to == to:
            return False
        row.assigned_to = to
        keep_review(row, by=by, now=now)
        audit.append(room.events.assigned, by, at=now, record=record_id, name=to)
    return True


def keep_review(row: CitizenEntry, *, note: str = "", by: str, now: datetime, also: tuple[str, ...] = ()) -> None:
    """One more review, as the row stands now. ``also``: further columns that were changed.

    Part of the caller's transaction.
    """
    row.review_version += 1
    row.save(update_fields=("review", "public_text", "hidden_because", "assigned_to", "review_version", *also))
    row.reviews.create(
        number=row.review_version,
        review=row.review,
        note=note,
        hidden_because=row.hidden_because,
        assigned_to=row.assigned_to,
        by=by,
        at=now,
    )
