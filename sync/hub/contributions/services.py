"""Taking in what people say, answering and releasing it. Opening it is the worker's work.

A contribution that arrives is no audit event; what the office does about it is.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sync.hub.audit.events import AuditEvent
from sync.hub.contributions.models import CitizenContribution, ContributionSupport
from sync.hub.contributions.rules import answer_due, council_due, has_enough_supports
from sync.hub.contributions.selectors import supports_of_merged
from sync.hub.contributions.source import read_rules
from sync.hub.contributions.telling import tell_contributions
from sync.hub.entries.bounds import check_attachments, check_texts, read_day
from sync.hub.entries.models import ReviewState
from sync.hub.entries.reviewing import hide_words, review
from sync.hub.entries.room import EntryEvents, EntryRoom
from sync.hub.entries.statements import say
from sync.protocol import contributions as travelling
from sync.protocol.contributions import (
    LAST_STATES,
    MOST_ANSWER,
    MOST_TEXT,
    SUPPORTED,
    ContributionState,
    public_name_of,
)
from sync.protocol.errors import Refused
from sync.protocol.reasons import RecordReason

MOST_CHARACTERS = {
    "number": 20, "topic": 60, "receiver": 60, "project": 60, "about": 32, "district": 20, "language": 20,
    "withdrawal": 32, "text": MOST_TEXT,
}  # fmt: skip
"""As long as their columns."""
BY_SUPPORTS = "supports"
MOST_SHOWN_TEXT = 4000
"""Characters of what is shown: what was written down of a spoken message is longer than what people write."""


def receive_contribution(record_id: str, said: travelling.Contribution, *, device: str, received_at: datetime) -> None:
    """Keep it as a row; one row however often the record comes. The day of the promised answer is set.

    Raises Refused for values beyond all bounds; the reasons name the member, never its content.
    """
    check_texts(said, MOST_CHARACTERS)
    check_attachments(said.attachments)
    place = said.place or (None, None)
    rules = read_rules()
    promised = answer_due(said.kind, said.receiver, came_on=timezone.localdate(received_at), rules=rules)
    row = CitizenContribution(
        record_id=record_id,
        name=public_name_of(record_id),
        device=device,
        kind=said.kind.value,
        number=said.number,
        topic=said.topic,
        receiver=said.receiver,
        project=said.project,
        about=said.about,
        is_public=said.is_public,
        district=said.district,
        longitude=place[0],
        latitude=place[1],
        description=said.text,
        language=said.language,
        day=date.fromisoformat(said.day),
        seen_day=read_day(said.seen) if said.seen else None,
        clock_unsure=said.unsure,
        by_team=said.by_team,
        received_at=received_at,
        attachments=[list(names) for names in said.attachments],
        withdrawal=said.withdrawal,
        responsible=promised.responsible if promised else "",
        due=promised.by if promised else None,
    )
    CitizenContribution.objects.bulk_create([row], ignore_conflicts=True)


def receive_support(record_id: str, support: travelling.Support, *, now: datetime) -> None:
    """Count it, once. With enough of them the idea is brought before those who decide.

    Raises Refused when it supports nothing that is shown here. What was decided meanwhile is supported no more.
    """
    with transaction.atomic():
        named = CitizenContribution.objects.filter(name=support.name, kind__in=SUPPORTED)
        same = sorted(filter(None, named.values_list("record_id", "merged_into").first() or ()))
        every = CitizenContribution.objects.select_for_update()
        locked = {one: every.get(record_id=one) for one in same}  # in one order, so that no two wait for each other
        row = named.first()
        if row is None:
            raise Refused(RecordReason.NOT_SUPPORTABLE)
        if row.state in LAST_STATES or ContributionSupport.objects.filter(record_id=record_id).exists():
            return
        row.supported.create(record_id=record_id, day=date.fromisoformat(support.day))
        row.supports += 1
        row.save(update_fields=("supports",))
        bring_before_council(locked.get(row.merged_into, row), now=now)


def bring_before_council(row: CitizenContribution, *, now: datetime) -> None:
    """If enough people stand behind it, and behind those that are the same."""
    rules = read_rules()
    supports = row.supports + supports_of_merged([row.record_id]).get(row.record_id, 0)
    if rules is None or not has_enough_supports(row.kind, row.state, supports, rules=rules):
        return
    promised = council_due(today=timezone.localdate(now), rules=rules)
    say(
        CONTRIBUTIONS,
        row.record_id,
        ContributionState.BEFORE_COUNCIL,
        note=row.public_note,
        by=BY_SUPPORTS,
        now=now,
        seen=row.version,
        responsible=promised.responsible if promised else row.responsible,
        due=promised.by if promised else row.due,
    )


def set_contribution_state(
    record_id: str,
    state: ContributionState,
    *,
    note: str,
    by: str,
    now: datetime,
    seen: int,
    responsible: str = "",
    due: date | None = None,
) -> None:
    """How far a contribution is from today on, and the answer to it: as ``entries.statements.say``. Stations are told.

    Raises Refused for an answer or a decision without words: nobody is left without a reason.
    """
    if state in LAST_STATES and not note.strip():
        raise Refused("an answer and a decision need words")
    with transaction.atomic():
        if say(CONTRIBUTIONS, record_id, state, note=note, by=by, now=now, seen=seen, responsible=responsible, due=due):
            tell_contributions([record_id], now=now)


def review_contribution(record_id: str, verdict: ReviewState, *, note: str, by: str, now: datetime, seen: int) -> None:
    """What the office makes of it; approved means released for everybody. As ``entries.reviewing.review``."""
    with transaction.atomic():
        if review(CONTRIBUTIONS, record_id, verdict, note=note, by=by, now=now, seen=seen):
            tell_contributions([record_id], now=now)


def redact_contribution(record_id: str, text: str, *, because: str, by: str, now: datetime, seen: int) -> None:
    """Show this text in place of the person's own: as ``entries.reviewing.hide_words``."""
    with transaction.atomic():
        if hide_words(CONTRIBUTIONS, record_id, text, because=because, by=by, now=now, seen=seen):
            tell_contributions([record_id], now=now)


CONTRIBUTIONS = EntryRoom(
    rows=CitizenContribution,
    events=EntryEvents(
        state_set=AuditEvent.CONTRIBUTION_STATE_SET,
        reviewed=AuditEvent.CONTRIBUTION_REVIEWED,
        redacted=AuditEvent.CONTRIBUTION_REDACTED,
        assigned=AuditEvent.CONTRIBUTION_ASSIGNED,
        merged=AuditEvent.CONTRIBUTION_MERGED,
        withdrawn=AuditEvent.CONTRIBUTION_WITHDRAWN,
    ),
    tell=lambda record_ids, now: tell_contributions(record_ids, now=now),
    withdrawn=ContributionState.WITHDRAWN,
    most_note=MOST_ANSWER,
    most_text=MOST_SHOWN_TEXT,
    erased={"longitude": None, "latitude": None, "topic": "", "about": "", "public_note": ""},
)
"""Ideas, questions, wishes to be asked and offers at the hub."""
