"""What the city says about an entry: how far it is, who is at it, until when, and an answer. All are kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.entries.models import CitizenEntry
from sync.hub.entries.room import EntryRoom
from sync.hub.entries.search import that_are_the_same_as
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.report_status import MOST_NAME


def say(
    room: EntryRoom,
    record_id: str,
    state: str,
    *,
    note: str,
    by: str,
    now: datetime,
    seen: int,
    responsible: str = "",
    due: date | None = None,
) -> bool:
    """How far an entry is from today on. Whoever calls it tells stations afterwards. False when nothing changes.

    The same is said to those that were merged into it.

    ``seen`` is the version of the entry the person had before them; 0 before the city said anything. Raises
    ChangedMeanwhile when it is another by now, Refused for a text that is too long, ``rows.DoesNotExist``.
    """
    note, responsible = "\n".join(" ".join(line.split()) for line in note.strip().splitlines()), _one_line(responsible)
    if len(note) > room.most_note:
        raise Refused("the public note is too long")
    if len(responsible) > MOST_NAME:
        raise Refused("the name of who is responsible is too long")
    with transaction.atomic():
        row = room.read_for_change(record_id)
        if (row.state, row.public_note, row.responsible, row.due) == (state, note, responsible, due):
            return False
        if row.version != seen:
            raise ChangedMeanwhile(row.statements.first())
        if row.state != state:
            row.state, row.state_day = state, timezone.localdate(now)
        row.public_note, row.responsible, row.due, row.version = note, responsible, due, row.version + 1
        row.save(update_fields=("state", "state_day", "public_note", "responsible", "due", "version"))
        row.statements.create(
            number=row.version, state=state, public_note=note, responsible=responsible, due=due, by=by, at=now
        )
        row.words.update(is_settled=True)
        audit.append(room.events.state_set, by, at=now, record=record_id, state=state)
        if state == room.withdrawn:  # it is the person's own word: the others stand for themselves again
            room.rows._default_manager.filter(that_are_the_same_as([record_id])).update(merged_into="")
        same_as_it = room.rows._default_manager.filter(that_are_the_same_as([record_id]), is_erased=False)
        for same in same_as_it.order_by("record_id"):
            if same.state != room.withdrawn:
                say_the_same(room, same, row, by=by, now=now)
    return True


def say_the_same(room: EntryRoom, same: CitizenEntry, said: CitizenEntry, *, by: str, now: datetime) -> None:
    """To ``same`` what was said to ``said``, as ``say``."""
    say(
        room,
        same.record_id,
        said.state,
        note=said.public_note,
        by=by,
        now=now,
        seen=same.version,
        responsible=said.responsible,
        due=said.due,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
