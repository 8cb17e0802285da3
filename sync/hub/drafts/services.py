"""Writing a poll at the console: begun, saved, handed in, approved by somebody else, sent back, thrown away.

Nothing is overwritten in silence: whoever changes a draft names the version they saw. Whoever wrote a poll that decides
something, or that takes participation codes, does not approve it alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.content.quick_poll import quick_poll
from sync.hub.drafts.models import MOST_POLL_ID, DraftState, PollDraft
from sync.hub.drafts.steps import DraftFault, change, demand, demand_seen
from sync.hub.polls.models import PublishedPoll
from sync.hub.polls.selectors import newest_version
from sync.hub.polls.services import check_words_alone
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.polls.background import KEYS_AT_HUB
from sync.protocol.polls.kinds import KINDS
from sync.protocol.polls.poll import GRACE, Decides

MOST_BYTES = 200_000
"""No poll written by people is longer."""
OPEN_DAYS = 28
"""So long a new poll is proposed to be open."""


def is_poll_id(text: str) -> bool:
    """True for what may be the id of a poll: small letters, digits and single hyphens."""
    return len(text) <= MOST_POLL_ID and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def begin(poll: str, kind: str, *, by: str, today: date, now: datetime, is_quick: bool = False) -> PollDraft:
    """A new, empty poll; ``is_quick``: from the template of a quick poll.

    Raises Refused for an id that is none or is taken, and for an unknown kind.
    """
    if not is_poll_id(poll):
        raise Refused(DraftFault.NO_ID, poll=poll)
    if kind not in KINDS:
        raise Refused(DraftFault.NO_KIND, kind=kind)
    if newest_version(poll) is not None:
        raise Refused(DraftFault.POLL_THERE, poll=poll)
    value: dict[str, Any] = {
        "id": poll,
        "version": 1,
        "kind": kind,
        "districts": [],
        "decides": Decides.ADVISES.value,
        "opens": today.isoformat(),
        "closes": (today + timedelta(days=OPEN_DAYS)).isoformat(),
        "as_of": today.isoformat(),
        "title": {},
        "question": {},
        "about": {},
    }
    traits = KINDS[kind].traits
    if is_quick:
        template = quick_poll(poll, "", (), today=today)
        value |= {name: entry for name, entry in template.items() if name not in ("kind", "title", "question")}
    if traits.has_options:
        value |= {"order": "fixed", "options": []}
    if traits.has_limits:
        value |= {"min": 1, "max": 1}
    return _new(poll, value, by=by, now=now)


def take_up(poll: str, *, by: str, now: datetime) -> PollDraft:
    """A poll that was published from the content source, to be changed at the console: its next version.

    Raises Refused when it was never published, or is a draft already.
    """
    published = newest_version(poll)
    if published is None:
        raise Refused(DraftFault.NO_SUCH_POLL, poll=poll)
    kept = {name: entry for name, entry in published.definition.items() if name not in ("keys", KEYS_AT_HUB)}
    closes = date.fromisoformat(kept["closes"])
    if kept.get("grace") == (closes + GRACE).isoformat():  # as publication adds it
        del kept["grace"]
    kept.pop("earlier", None)  # publication names the versions before it
    if not KINDS[str(kept["kind"])].traits.has_options:
        kept.pop("lot", None)
    return _new(poll, {**kept, "version": published.version + 1}, by=by, now=now)


def save(poll: str, value: Mapping[str, Any], *, seen: int, by: str, now: datetime) -> None:
    """Keep what somebody wrote; the poll is a draft again. Nothing happens when nothing changed.

    Id and kind stay what they are. Raises ChangedMeanwhile, Refused, PollDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(poll, seen)
        value = {**value, "id": draft.poll, "kind": draft.value["kind"]}
        if canonical_json(value) == canonical_json(draft.value):
            return
        if len(canonical_json(value)) > MOST_BYTES:
            raise Refused(DraftFault.TOO_LONG)
        if running := running_version(poll, today=timezone.localdate(now)):
            check_words_alone(value, running, today=timezone.localdate(now))
        if draft.state == DraftState.PUBLISHED and draft.released is not None:
            value["version"] = int(draft.released["version"]) + 1
        change(draft, DraftState.DRAFT, value=value, by=by, now=now)
        audit.append(AuditEvent.DRAFT_WRITTEN, by, at=now, poll=poll, version=draft.version)


def hand_in(poll: str, *, seen: int, problems: Collection[object], by: str, now: datetime) -> None:
    """It is complete: somebody shall look at it. ``problems`` is what the check of the content finds in it.

    Raises Refused when there are some or it is no draft, ChangedMeanwhile, PollDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(poll, seen)
        if problems:
            raise Refused(DraftFault.INCOMPLETE)
        demand(draft, DraftState.DRAFT)
        change(draft, DraftState.REVIEW, by=by, now=now)
        audit.append(AuditEvent.DRAFT_HANDED_IN, by, at=now, poll=poll, version=draft.version)


def approve(poll: str, *, seen: int, by: str, now: datetime) -> None:
    """It goes to stations with the next publication.

    Raises Refused when it was not handed in, or when somebody else has to do this; ChangedMeanwhile,
    PollDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(poll, seen)
        demand(draft, DraftState.REVIEW)
        is_running = running_version(poll, today=timezone.localdate(now)) is not None
        if (needs_four_eyes(draft.value) or is_running) and by in writers_of(draft):
            raise Refused(DraftFault.FOUR_EYES)
        change(draft, DraftState.APPROVED, by=by, now=now)
        audit.append(AuditEvent.DRAFT_APPROVED, by, at=now, poll=poll, version=draft.version)


def send_back(poll: str, *, seen: int, note: str, by: str, now: datetime) -> None:
    """It is to be written again, and why. Raises Refused, ChangedMeanwhile, PollDraft.DoesNotExist."""
    with transaction.atomic():
        draft = _locked(poll, seen)
        demand(draft, DraftState.REVIEW, DraftState.APPROVED)
        change(draft, DraftState.DRAFT, note=" ".join(note.split()), by=by, now=now)
        audit.append(AuditEvent.DRAFT_SENT_BACK, by, at=now, poll=poll, version=draft.version)


def throw_away(poll: str, *, seen: int, by: str, now: datetime) -> None:
    """Forget a draft that no station has ever shown. Raises Refused, ChangedMeanwhile, PollDraft.DoesNotExist."""
    with transaction.atomic():
        draft = _locked(poll, seen)
        if draft.released is not None:
            raise Refused(DraftFault.STAYS)
        audit.append(AuditEvent.DRAFT_THROWN_AWAY, by, at=now, poll=poll)
        draft.delete()


def note_released(poll: str, value: Mapping[str, Any], *, by: str, now: datetime) -> None:
    """This is on its way to stations. A draft that went on meanwhile stays what it is, and is released as approved."""
    with transaction.atomic():
        draft = PollDraft.objects.select_for_update().get(poll=poll)
        draft.released = dict(value)
        if draft.state == DraftState.APPROVED and draft.value == value:
            change(draft, DraftState.PUBLISHED, by=by, now=now)
        else:
            draft.save(update_fields=("released",))


def note_refused(poll: str, words: str) -> None:
    """An approved poll cannot be published, and why: it waits for somebody to change it or to send it back."""
    PollDraft.objects.filter(poll=poll, state=DraftState.APPROVED).update(refusal=words)


def try_again(poll: str, *, seen: int, by: str, now: datetime) -> None:
    """What stood against its publication is said to be mended: approved as it was.

    Raises Refused, ChangedMeanwhile, PollDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(poll, seen)
        demand(draft, DraftState.APPROVED)
        change(draft, DraftState.APPROVED, by=by, now=now)
        audit.append(AuditEvent.DRAFT_APPROVED, by, at=now, poll=poll, version=draft.version)


def needs_four_eyes(value: Mapping[str, Any]) -> bool:
    """True for a poll that decides something or takes participation codes: nobody publishes it alone."""
    return value.get("decides") == Decides.DECIDES or bool(value.get("codes"))


def running_version(poll: str, *, today: date) -> PublishedPoll | None:
    """The poll as people answer it, or have answered it; None before it begins."""
    published = newest_version(poll)
    return published if published is not None and published.opens <= today else None


def writers_of(draft: PollDraft) -> set[str]:
    """Who has written in it since it was published last."""
    writers: set[str] = set()
    for one in draft.changes.all():
        if one.state == DraftState.PUBLISHED:
            break
        if one.state == DraftState.DRAFT and not one.note:
            writers.add(one.by)
    return writers


def _new(poll: str, value: Mapping[str, Any], *, by: str, now: datetime) -> PollDraft:
    with transaction.atomic():
        draft, is_new = PollDraft.objects.get_or_create(poll=poll, defaults={"value": value})
        if not is_new:
            raise Refused(DraftFault.POLL_THERE, poll=poll)
        change(draft, DraftState.DRAFT, value=value, by=by, now=now)
        audit.append(AuditEvent.DRAFT_WRITTEN, by, at=now, poll=poll, version=draft.version)
    return draft


def _locked(poll: str, seen: int) -> PollDraft:
    draft = PollDraft.objects.select_for_update().get(poll=poll)
    demand_seen(draft, seen)
    return draft
