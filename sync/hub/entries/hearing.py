"""What the person who left an entry says to it later, taken in: that it is not in order yet, or that it is withdrawn.

Whoever has the number of an entry may say the first. Only the second code withdraws it; then the words are erased here.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.entries.models import CitizenEntry, ReviewState
from sync.hub.entries.room import EntryRoom
from sync.hub.entries.statements import say
from sync.protocol.records import ReportWord, WordKind
from sync.protocol.report_status import withdrawal_mark

MOST_WRONG_CODES = 5
BY_CITIZEN = "citizen"
MOST_WORDS = 20
"""Of one kind, on one entry."""


def hear_word(room: EntryRoom, record_id: str, word: ReportWord, *, received_at: datetime) -> bool:
    """Take in what a person said; once, however often the record comes. False when the entry is not in this room.

    A wrong second code is counted, and changes nothing else.
    """
    with transaction.atomic():
        row = room.rows._default_manager.select_for_update().filter(record_id=word.report).first()
        if row is None:
            return False
        if row.words.filter(record_id=record_id).exists():
            return True
        if word.kind is WordKind.WITHDRAWN:
            if not _is_right_code(row, word.code):
                return True
            _withdraw(room, row, now=received_at)
        if row.words.filter(kind=word.kind.value).count() < MOST_WORDS:
            row.words.create(
                record_id=record_id,
                kind=word.kind.value,
                day=date.fromisoformat(word.day),
                received_at=received_at,
                is_settled=False,
            )
    return True


def _is_right_code(row: CitizenEntry, code: str) -> bool:
    """Counts the wrong ones: after a few, none is right any more."""
    if not row.withdrawal or row.wrong_codes >= MOST_WRONG_CODES:
        return False
    if hmac.compare_digest(row.withdrawal, withdrawal_mark(row.record_id, code)):
        return True
    row.wrong_codes += 1
    row.save(update_fields=("wrong_codes",))
    return False


def _withdraw(room: EntryRoom, row: CitizenEntry, *, now: datetime) -> None:
    erased = {"description": "", "public_text": "", "hidden_because": "", "attachments": [], **room.erased}
    for name, value in erased.items():
        setattr(row, name, value)
    row.review = ReviewState.REJECTED.value
    row.save(update_fields=(*erased, "review"))
    say(room, row.record_id, room.withdrawn, note="", by=BY_CITIZEN, now=now, seen=row.version)
    audit.append(room.events.withdrawn, BY_CITIZEN, at=now, record=row.record_id)
    room.tell([row.record_id], timezone.now())
