"""Writing content that is no poll at the console: how it is begun or taken up, and how it travels as a file.

Nothing is overwritten in silence: whoever changes a draft names the version they saw. What was published once stays in
its history, and can be put back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.drafts.content_kinds import ALL, KINDS_OF_CONTENT, kind_of_path
from sync.hub.drafts.content_parts import can_be_filled_in
from sync.hub.drafts.models import ContentDraft, DraftState
from sync.hub.drafts.services import is_poll_id
from sync.hub.drafts.steps import MOST_BYTES, DraftDeed, DraftFault, DraftWay, check_kept
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused


def begin(
    kind: str,
    name: str,
    *,
    folder: Path,
    by: str,
    today: date,
    now: datetime,
    districts: Sequence[str] = (),
    stations: Sequence[str] = (),
) -> ContentDraft:
    """A new, empty file of this kind, of these districts and stations (by their names) where it has some.

    Raises Refused for a name that is none or is taken, and for an unknown kind.
    """
    if kind not in KINDS_OF_CONTENT:
        raise Refused(DraftFault.NO_CONTENT_KIND, kind=kind)
    found = KINDS_OF_CONTENT[kind]
    if not is_poll_id(name) or found.has_many is (name == ALL):
        raise Refused(DraftFault.NO_NAME, name=name)
    path = found.path_of(name)
    if (folder / path).exists():
        raise Refused(DraftFault.CONTENT_THERE, path=path)
    value = found.begin(name, today)
    members = found.schema().get("properties", ())
    places = {"districts": list(districts), "stations": list(stations)}
    value |= {member: place for member, place in places.items() if place and member in members}
    return _new(path, value, by=by, now=now)


def take_up(path: str, *, folder: Path, by: str, now: datetime) -> ContentDraft:
    """A file that lies in the content source, to be changed at the console. Raises Refused when it cannot be read."""
    try:
        value = read_file(path, (folder / path).read_bytes())
    except OSError as error:
        raise Refused(DraftFault.NOTHING_THERE, path=path) from error
    return _new(path, value, by=by, now=now)


def note_published(path: str, version: int, *, by: str, now: datetime) -> None:
    """It is on its way to stations, as it was in this version. A draft that went on meanwhile stays what it is."""
    with transaction.atomic():
        draft = ContentDraft.objects.select_for_update().get(path=path)
        if draft.state == DraftState.APPROVED and draft.version == version:
            WAY.release(draft, by=by, now=now)


def read_file(path: str, data: bytes) -> Any:
    """What a file says that is to take the place of a draft. Raises Refused for anything that is not this file."""
    if len(data) > MOST_BYTES:
        raise Refused(DraftFault.TOO_LONG)
    try:
        value: Any = parse_json(data)
    except ValueError as error:
        raise Refused(DraftFault.NO_JSON) from error
    check_kept(value)
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
    return WAY.begin(path, value, there=Refused(DraftFault.CONTENT_THERE, path=path), by=by, now=now)


def _prepared(draft: ContentDraft, value: Any, _now: datetime) -> Any:
    """Its name stays what it is."""
    kind = kind_of_path(draft.path)
    if isinstance(value, Mapping) and kind.has_many:
        value = {**value, "id": kind.name_of(draft.path)}
    check_kept(value)
    return value


def _note(draft: ContentDraft, deed: DraftDeed, by: str, now: datetime) -> None:
    facts: dict[str, Any] = {"path": draft.path, "version": draft.version}
    if deed is DraftDeed.ROLL_BACK:
        audit.append(AuditEvent.CONTENT_ROLLED_BACK, by, at=now, note=draft.changes.all()[0].note, **facts)
    else:
        audit.append(AuditEvent.CONTENT_DRAFT_CHANGED, by, at=now, state=draft.state, **facts)


WAY = DraftWay(
    ContentDraft,
    note=_note,
    note_gone=lambda draft, by, now: audit.append(AuditEvent.CONTENT_DRAFT_THROWN_AWAY, by, at=now, path=draft.path),
    prepare=_prepared,
    must_not_approve=lambda _draft, _by, _now: False,
    stays=lambda draft: draft.changes.filter(state=DraftState.PUBLISHED).exists(),
    reopens=True,
)
"""The steps of content that is no poll."""
