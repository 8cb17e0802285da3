"""Writing a poll at the console: how one begins, what may change in one, and who has to look at it.

Nothing is overwritten in silence: whoever changes a draft names the version they saw. Whoever wrote a poll that decides
something, or that takes participation codes, does not approve it alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.content.council_budget import council_budget
from sync.hub.content.quick_poll import quick_poll
from sync.hub.drafts.content_parts import can_be_filled_in
from sync.hub.drafts.models import MOST_POLL_ID, DraftState, PollDraft
from sync.hub.drafts.steps import MOST_BYTES, DraftDeed, DraftFault, DraftWay, check_kept
from sync.hub.polls.models import PublishedPoll
from sync.hub.polls.selectors import newest_version
from sync.hub.polls.services import check_words_alone
from sync.protocol.encoding import canonical_json, parse_json
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.polls.background import KEYS_AT_HUB
from sync.protocol.polls.kinds import KINDS
from sync.protocol.polls.poll import GRACE, Decides

OPEN_DAYS = 28
"""So long a new poll is proposed to be open."""


_UNSAID: Mapping[str, Any] = {
    "districts": [], "decides": Decides.ADVISES.value, "title": {}, "question": {}, "about": {},
}  # fmt: skip
"""Members that every draft has, as long as nobody has written anything."""


def is_poll_id(text: str) -> bool:
    """True for what may be the id of a poll: small letters, digits and single hyphens."""
    return len(text) <= MOST_POLL_ID and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


class PollTemplate(StrEnum):
    """What a new poll begins with."""

    EMPTY = "empty"
    QUICK = "quick"
    """One short question for a week, counted by the hub itself."""
    COUNCIL_BUDGET = "council-budget"
    """Which projects a district council shall pay for. Its kind is given."""


def begin(
    poll: str, kind: str, *, by: str, today: date, now: datetime, template: PollTemplate = PollTemplate.EMPTY
) -> PollDraft:
    """A new poll of this kind, as its template begins it.

    Raises Refused for an id that is none or is taken, and for an unknown kind.
    """
    if not is_poll_id(poll):
        raise Refused(DraftFault.NO_ID, poll=poll)
    given = council_budget(today) if template is PollTemplate.COUNCIL_BUDGET else {}
    kind = given.get("kind", kind)
    if kind not in KINDS:
        raise Refused(DraftFault.NO_KIND, kind=kind)
    if newest_version(poll) is not None:
        raise Refused(DraftFault.POLL_THERE, poll=poll)
    value: dict[str, Any] = {
        "id": poll,
        "version": 1,
        "kind": kind,
        **_UNSAID,
        "opens": today.isoformat(),
        "closes": (today + timedelta(days=OPEN_DAYS)).isoformat(),
        "as_of": today.isoformat(),
    }
    traits = KINDS[kind].traits
    if template is PollTemplate.QUICK:
        quick = quick_poll(poll, "", (), today=today)
        given = {name: entry for name, entry in quick.items() if name not in ("kind", "title", "question")}
    if traits.has_options:
        value |= {"order": "fixed", "options": []}
    if traits.has_limits:
        value |= {"min": 1, "max": 1}
    value |= given
    return _new(poll, value, by=by, now=now)


def take_up(poll: str, *, by: str, now: datetime) -> PollDraft:
    """A poll that was published from the content source, to be changed at the console: its next version.

    Raises Refused when it was never published, or is a draft already.
    """
    published = newest_version(poll)
    if published is None:
        raise Refused(DraftFault.NO_SUCH_POLL, poll=poll)
    return _new(poll, {**_as_written(published), "version": published.version + 1}, by=by, now=now)


def read_file(draft: PollDraft, data: bytes) -> Any:
    """What a file says that is to take the place of a draft; texts may be missing in it. Its version is the draft's.

    Raises Refused for anything that is no poll of this kind and this id.
    """
    if len(data) > MOST_BYTES:
        raise Refused(DraftFault.TOO_LONG)
    try:
        with foreign(Refused, "this is no poll"):
            value = _read_poll(draft, data)
    except Refused as error:
        raise Refused(DraftFault.NO_JSON) from error
    if value["id"] != draft.poll:
        raise Refused(DraftFault.OTHER_FILE, path=f"polls/{value['id']}.json")
    return value


def _read_poll(draft: PollDraft, data: bytes) -> dict[str, Any]:
    """What pages of drafts rely on is there afterwards. Raises whatever a foreign value raises."""
    from sync.hub.drafts.checks import schema_of

    value: Any = parse_json(data)
    kind = draft.value["kind"]
    if value["kind"] != kind or not can_be_filled_in(schema_of(kind), value):
        raise ValueError("a poll of another kind")
    value = {**_UNSAID, **value, "id": str(value["id"]), "version": draft.value["version"]}
    Decides(value["decides"])
    inside = {name: dict(value.pop(name, {})) for name in ("promise", "background")}
    days = [value.get(name) for name in ("opens", "closes", "as_of", "grace")]
    for day in filter(None, [*days, inside["promise"].get("by")]):
        date.fromisoformat(day)
    value |= {name: part for name, part in inside.items() if part}
    if "options" in value:
        value["options"] = [_read_option(one) for one in value["options"]]
    return dict(value)


def _read_option(one: Mapping[str, Any]) -> dict[str, Any]:
    picture = {"picture": dict(one["picture"])} if "picture" in one else {}
    return {"title": {}, "about": {}, **one, **picture, "id": str(one["id"])}


def written_before(poll: str) -> Mapping[str, Any] | None:
    """What somebody had written for the version before the one that is published now; None when there is only one."""
    before = PublishedPoll.objects.filter(poll=poll).order_by("-version")[1:2]
    return next(map(_as_written, before), None)


def note_released(poll: str, value: Mapping[str, Any], *, by: str, now: datetime) -> None:
    """This is on its way to stations. A draft that went on meanwhile stays what it is, and is released as approved."""
    with transaction.atomic():
        draft = PollDraft.objects.select_for_update().get(poll=poll)
        draft.released = dict(value)
        if draft.state == DraftState.APPROVED and draft.value == value:
            WAY.release(draft, by=by, now=now)
        else:
            draft.save(update_fields=("released",))


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


def _as_written(published: PublishedPoll) -> dict[str, Any]:
    """A published poll without what publication adds."""
    kept = {name: entry for name, entry in published.definition.items() if name not in ("keys", KEYS_AT_HUB)}
    closes = date.fromisoformat(kept["closes"])
    if kept.get("grace") == (closes + GRACE).isoformat():  # as publication adds it
        del kept["grace"]
    kept.pop("earlier", None)  # publication names the versions before it
    if not KINDS[str(kept["kind"])].traits.has_options:
        kept.pop("lot", None)
    return kept


def _new(poll: str, value: Mapping[str, Any], *, by: str, now: datetime) -> PollDraft:
    return WAY.begin(poll, value, there=Refused(DraftFault.POLL_THERE, poll=poll), by=by, now=now)


def _prepared(draft: PollDraft, value: Any, now: datetime) -> Any:
    """Id and kind stay what they are; of a poll that people answer only words may become others."""
    value = {**value, "id": draft.poll, "kind": draft.value["kind"]}
    check_kept(value)
    if canonical_json(value) == canonical_json(draft.value):
        return value
    today = timezone.localdate(now)
    if running := running_version(draft.poll, today=today):
        check_words_alone(value, running, today=today)
    if draft.released is not None:
        value["version"] = max(int(value["version"]), int(draft.released["version"]) + 1)
    return value


def _must_not_approve(draft: PollDraft, by: str, now: datetime) -> bool:
    is_running = running_version(draft.poll, today=timezone.localdate(now)) is not None
    return (needs_four_eyes(draft.value) or is_running) and by in writers_of(draft)


_EVENTS = {
    DraftDeed.WRITE: AuditEvent.DRAFT_WRITTEN,
    DraftDeed.HAND_IN: AuditEvent.DRAFT_HANDED_IN,
    DraftDeed.APPROVE: AuditEvent.DRAFT_APPROVED,
    DraftDeed.SEND_BACK: AuditEvent.DRAFT_SENT_BACK,
}


def _note(draft: PollDraft, deed: DraftDeed, by: str, now: datetime) -> None:
    """Its publication is on record already, with the poll."""
    if deed is DraftDeed.ROLL_BACK:
        note = draft.changes.all()[0].note
        audit.append(AuditEvent.POLL_ROLLED_BACK, by, at=now, poll=draft.poll, version=draft.version, note=note)
    elif deed in _EVENTS:
        audit.append(_EVENTS[deed], by, at=now, poll=draft.poll, version=draft.version)


WAY = DraftWay(
    PollDraft,
    note=_note,
    note_gone=lambda draft, by, now: audit.append(AuditEvent.DRAFT_THROWN_AWAY, by, at=now, poll=draft.poll),
    prepare=_prepared,
    must_not_approve=_must_not_approve,
    stays=lambda draft: draft.released is not None,
    reopens=False,
)
"""The steps of a poll."""
