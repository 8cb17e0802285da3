"""Planning a shift of attendants: its PINs are made and told once, what proves them is published with the content."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone
from pydantic import ValidationError

from sync.files import make_folders, write_durably
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.content.definitions import SHIFT, read_value
from sync.hub.content.faults import problems_of
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import load_source
from sync.hub.content.vocabulary import Surroundings
from sync.hub.data_folder import HubFolder
from sync.hub.publishing.models import Publication
from sync.hub.publishing.services import publish
from sync.protocol.centre_dates import MOMENT
from sync.protocol.encoding import canonical_json, parse_json
from sync.protocol.shifts import FOLDER, Shift, plan_shift

KEPT_DAYS = 7
"""So long after its day a shift stays in the content: nobody needs to know for longer who was on it."""


@dataclass(frozen=True)
class Planned:
    """A shift that is published. ``pins`` by name and ``stick_key`` are told here and kept nowhere."""

    publication: Publication
    shift: Shift
    pins: Mapping[str, str]
    stick_key: str


def plan_and_publish(
    *,
    begins: datetime,
    ends: datetime,
    place: str,
    district: str,
    people: Sequence[str],
    stations: Sequence[str],
    folder: HubFolder,
    may_make_keys: bool,
    by: str,
    now: datetime,
) -> Planned:
    """Take a new shift into the content source, and publish it. ``begins`` and ``ends`` as a clock on the wall shows.

    Shifts that are long over leave the source. Raises ContentProblems for one that is not fit; the source stays as it
    was.
    """
    today = timezone.localdate(now)
    name = f"{begins:%Y-%m-%d}-{secrets.token_hex(3)}"
    source = load_source(folder.content)
    around = Surroundings(districts=[entry["code"] for entry in source.places["districts"]], name=name)
    shift, pins, key = plan_shift(
        name=name, begins=begins, ends=ends, place=place, district=district, people=people, stations=stations
    )
    wire = shift.to_wire()
    try:
        read_value(SHIFT, wire, around)
    except ValidationError as error:
        raise ContentProblems(list(problems_of(error, FOLDER + name))) from error
    make_folders(folder.content / FOLDER)
    write_durably(folder.content / FOLDER / f"{name}.json", canonical_json(wire))
    _remove_past(folder.content / FOLDER, today)
    audit.append(AuditEvent.SHIFT_PLANNED, by, at=now, shift=name, people=len(people), place=place)
    source = load_source(folder.content)
    publication = publish(source, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now)
    return Planned(publication, shift, pins, key)


def _remove_past(shifts: Path, today: date) -> None:
    over = (today - timedelta(days=KEPT_DAYS)).strftime(MOMENT)
    for file in shifts.glob("*.json"):
        if str(parse_json(file.read_bytes()).get("ends", over)) < over:
            file.unlink()
