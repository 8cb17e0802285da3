"""Writing content that is no poll at the console: begun or taken up, saved, handed in, approved, put back, thrown away.

Nothing is overwritten in silence: whoever changes a draft names the version they saw. What was published once stays in
its history, and can be put back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.drafts.content_kinds import ALL, KINDS_OF_CONTENT, kind_of_path
from sync.hub.drafts.content_parts import can_be_filled_in
from sync.hub.drafts.models import ContentDraft, DraftState
from sync.hub.drafts.services import MOST_BYTES, is_poll_id
from sync.hub.drafts.steps import DraftFault, change, demand, demand_seen
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused


def begin(kind: str, name: str, *, folder: Path, by: str, today: date, now: datetime) -> ContentDraft:
    """A new, empty file of this kind. Raises Refused for a name that is none or is taken, and for an unknown kind."""
    if kind not in KINDS_OF_CONTENT:
        raise Refused(DraftFault.NO_CONTENT_KIND, kind=kind)
    found = KINDS_OF_CONTENT[kind]
    if not is_poll_id(name) or found.has_many is (name == ALL):
        raise Refused(DraftFault.NO_NAME, name=name)
    path = found.path_of(name)
    if (folder / path).exists():
        raise Refused(DraftFault.CONTENT_THERE, path=path)
    return _new(path, found.begin(name, today), by=by, now=now)


def take_up(path: str, *, folder: Path, by: str, now: datetime) -> ContentDraft:
    """A file that lies in the content source, to be changed at the console. Raises Refused when it cannot be read."""
    try:
        value = read_file(path, (folder / path).read_bytes())
    except OSError as error:
        raise Refused(DraftFault.NOTHING_THERE, path=path) from error
    return _new(path, value, by=by, now=now)


def save(path: str, value: Any, *, seen: int, by: str, now: datetime) -> None:
    """Keep what somebody wrote; it is a draft again. Nothing happens when nothing changed.

    Raises ChangedMeanwhile, Refused, ContentDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(path, seen)
        if isinstance(value, Mapping) and kind_of_path(path).has_many:
            value = {**value, "id": kind_of_path(path).name_of(path)}
        if canonical_json({"": value}) == canonical_json({"": draft.value}):
            return
        if len(canonical_json({"": value})) > MOST_BYTES:
            raise Refused(DraftFault.TOO_LONG)
        change(draft, DraftState.DRAFT, value=value, by=by, now=now)
        _note(draft, by=by, now=now)


def hand_in(path: str, *, seen: int, problems: Collection[object], by: str, now: datetime) -> None:
    """It is complete: somebody shall look at it. ``problems`` is what the check of the content finds in it.

    Raises Refused when there are some or it is no draft, ChangedMeanwhile, ContentDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(path, seen)
        if problems:
            raise Refused(DraftFault.INCOMPLETE)
        demand(draft, DraftState.DRAFT)
        change(draft, DraftState.REVIEW, by=by, now=now)
        _note(draft, by=by, now=now)


def approve(path: str, *, seen: int, by: str, now: datetime) -> None:
    """It goes to stations with the next publication; also once more, when what stood against it is said to be mended.

    Raises Refused, ChangedMeanwhile, ContentDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(path, seen)
        demand(draft, DraftState.REVIEW, DraftState.APPROVED)
        change(draft, DraftState.APPROVED, by=by, now=now)
        _note(draft, by=by, now=now)


def send_back(path: str, *, seen: int, note: str, by: str, now: datetime) -> None:
    """It is to be written again, and why. Raises Refused, ChangedMeanwhile, ContentDraft.DoesNotExist."""
    with transaction.atomic():
        draft = _locked(path, seen)
        demand(draft, DraftState.REVIEW, DraftState.APPROVED)
        change(draft, DraftState.DRAFT, note=" ".join(note.split()), by=by, now=now)
        _note(draft, by=by, now=now)


def put_back(path: str, number: int, *, seen: int, by: str, now: datetime) -> None:
    """Write again what stood in it at an earlier change: a draft, which goes its way like every other.

    Raises Refused, ChangedMeanwhile, ContentDraft.DoesNotExist.
    """
    with transaction.atomic():
        draft = _locked(path, seen)
        earlier = draft.changes.filter(number=number).first()
        if earlier is None:
            raise Refused(DraftFault.NO_SUCH_CHANGE, number=number)
        change(draft, DraftState.DRAFT, value=earlier.value, by=by, now=now)
        _note(draft, by=by, now=now)


def throw_away(path: str, *, seen: int, by: str, now: datetime) -> None:
    """Forget what was written, if nothing of it was ever published. Raises Refused, ChangedMeanwhile, DoesNotExist."""
    with transaction.atomic():
        draft = _locked(path, seen)
        if draft.changes.filter(state=DraftState.PUBLISHED).exists():
            raise Refused(DraftFault.STAYS)
        audit.append(AuditEvent.CONTENT_DRAFT_THROWN_AWAY, by, at=now, path=path)
        draft.delete()


def approved() -> list[ContentDraft]:
    """Those that wait for their publication and have nothing against it."""
    return list(ContentDraft.objects.filter(state=DraftState.APPROVED, refusal="").order_by("path"))


def note_published(path: str, version: int, *, by: str, now: datetime) -> None:
    """It is on its way to stations, as it was in this version. A draft that went on meanwhile stays what it is."""
    with transaction.atomic():
        draft = ContentDraft.objects.select_for_update().get(path=path)
        if draft.state == DraftState.APPROVED and draft.version == version:
            change(draft, DraftState.PUBLISHED, by=by, now=now)
            _note(draft, by=by, now=now)


def note_refused(path: str, words: str) -> None:
    """It cannot be published, and why: it waits for somebody to change it or to send it back."""
    ContentDraft.objects.filter(path=path, state=DraftState.APPROVED).update(refusal=words)


def read_file(path: str, data: bytes) -> Any:
    """What a file says that is to take the place of a draft. Raises Refused for anything that is not this file."""
    if len(data) > MOST_BYTES:
        raise Refused(DraftFault.TOO_LONG)
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(DraftFault.NO_JSON) from error
    kind = kind_of_path(path)
    schema = kind.schema()
    is_fit = isinstance(value, list if schema.get("type") == "array" else dict) and can_be_filled_in(schema, value)
    if not is_fit:
        raise Refused(DraftFault.NO_JSON)
    name = value.get("id") if kind.has_many and isinstance(value, dict) else kind.name_of(path)
    if name != kind.name_of(path):
        raise Refused(DraftFault.OTHER_FILE, path=kind.path_of(str(name)))
    return value


def write_file(value: Any) -> bytes:
    """A draft as a file of the content source, to be read by people too."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _new(path: str, value: Any, *, by: str, now: datetime) -> ContentDraft:
    with transaction.atomic():
        draft, is_new = ContentDraft.objects.get_or_create(path=path, defaults={"value": value})
        if not is_new and draft.state != DraftState.PUBLISHED:
            raise Refused(DraftFault.CONTENT_THERE, path=path)
        change(draft, DraftState.DRAFT, value=value, by=by, now=now)
        _note(draft, by=by, now=now)
    return draft


def _locked(path: str, seen: int) -> ContentDraft:
    draft = ContentDraft.objects.select_for_update().get(path=path)
    demand_seen(draft, seen)
    return draft


def _note(draft: ContentDraft, *, by: str, now: datetime) -> None:
    event = AuditEvent.CONTENT_DRAFT_CHANGED
    audit.append(event, by, at=now, path=draft.path, state=draft.state, version=draft.version)
