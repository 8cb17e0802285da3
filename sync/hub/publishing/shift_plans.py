"""Shifts of attendants as they are planned: in a table, until a publication tells stations of them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from pydantic import ValidationError

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.content.definitions import SHIFT, read_value
from sync.hub.content.faults import problems_of
from sync.hub.content.problems import ContentProblems
from sync.hub.content.shifts import ShiftFault, check_hours_and_names
from sync.hub.content.vocabulary import Surroundings
from sync.hub.publishing.models import Publication, ShiftPlan
from sync.protocol.centre_dates import MOMENT
from sync.protocol.encoding import parse_json_object
from sync.protocol.errors import Refused, SyncError
from sync.protocol.shifts import FOLDER, Shift, plan_shift

KEPT_DAYS = 7
"""So long after its day a shift stays in the content: nobody needs to know for longer who was on it."""


@dataclass(frozen=True)
class NewShift:
    """A shift that was planned just now. ``pins`` by name and ``stick_key`` are told here and kept nowhere."""

    shift: Shift
    pins: Mapping[str, str]
    stick_key: str


def plan(
    *,
    begins: datetime,
    ends: datetime,
    place: str,
    district: str,
    people: Sequence[str],
    stations: Sequence[str],
    districts: Collection[str],
    by: str,
    now: datetime,
) -> NewShift:
    """Keep a new shift for the next publication. ``begins`` and ``ends`` as a clock on the wall shows; ``districts``
    are the codes of all there are.

    Raises Refused with a ``ShiftFault``, and ContentProblems for whatever else is not fit; then nothing is kept.
    """
    check_hours_and_names(begins=begins.strftime(MOMENT), ends=ends.strftime(MOMENT), names=people)
    if ends <= timezone.make_naive(now):
        raise Refused(ShiftFault.OVER)
    name = f"{begins:%Y-%m-%d}-{secrets.token_hex(3)}"
    shift, pins, key = plan_shift(
        name=name, begins=begins, ends=ends, place=place, district=district, people=people, stations=stations
    )
    wire = shift.to_wire()
    try:
        read_value(SHIFT, wire, Surroundings(districts=list(districts), name=name))
    except ValidationError as error:
        raise ContentProblems(list(problems_of(error, FOLDER + name))) from error
    with transaction.atomic():
        ShiftPlan.objects.create(id=name, shift=wire, ends=timezone.make_aware(ends), by=by, planned_at=now)
        audit.append(AuditEvent.SHIFT_PLANNED, by, at=now, shift=name, people=len(people), place=place)
    return NewShift(shift, pins, key)


def withdraw_shift(shift_id: str, *, by: str, now: datetime) -> bool:
    """Take a shift out of the next publication. False for one that is not there or was withdrawn before."""
    with transaction.atomic():
        if not ShiftPlan.objects.filter(id=shift_id, is_withdrawn=False).update(is_withdrawn=True):
            return False
        place = ShiftPlan.objects.get(id=shift_id).shift["place"]
        audit.append(AuditEvent.SHIFT_WITHDRAWN, by, at=now, shift=shift_id, place=place)
    return True


def shifts_to_publish(*, districts: Collection[str], now: datetime) -> dict[str, Mapping[str, Any]]:
    """The planned shifts by id as stations are told them. A shift in a district that is no more is left out."""
    rows = ShiftPlan.objects.filter(is_withdrawn=False, ends__gte=now - timedelta(days=KEPT_DAYS))
    return {row.id: row.shift for row in rows if row.shift["district"] in districts}


def shifts_ahead(now: datetime) -> list[tuple[ShiftPlan, bool]]:
    """Every shift that is not over, the next to end first, and whether the newest publication holds it. Of those that
    were withdrawn only the ones it still holds."""
    rows = _ahead(Publication.objects.first(), now=now)
    return [(row, is_published) for row, is_published in rows if is_published or not row.is_withdrawn]


def shifts_waiting(newest: Publication, *, now: datetime) -> tuple[list[ShiftPlan], list[ShiftPlan]]:
    """Those ahead that this publication does not hold, and those it still holds though they were withdrawn."""
    rows = _ahead(newest, now=now)
    planned = [row for row, is_published in rows if not is_published and not row.is_withdrawn]
    return planned, [row for row, is_published in rows if is_published and row.is_withdrawn]


def _ahead(newest: Publication | None, *, now: datetime) -> list[tuple[ShiftPlan, bool]]:
    """Every row that is not over, and whether this publication holds it."""
    published = newest.files if newest else {}
    return [(row, f"{FOLDER}{row.id}.json" in published) for row in ShiftPlan.objects.filter(ends__gt=now)]


def shifts_in_source(content: Path) -> list[Shift]:
    """Those that lie in the source as files. What is none is left out: the check of the source says what is wrong."""
    found = []
    for file in sorted((content / FOLDER).glob("*.json")):
        with suppress(OSError, ValueError, SyncError):
            found.append(Shift.from_wire(parse_json_object(file.read_bytes())))
    return found


def past_shifts(now: datetime) -> QuerySet[ShiftPlan]:
    """Those over for more than ``KEPT_DAYS``."""
    return ShiftPlan.objects.filter(ends__lt=now - timedelta(days=KEPT_DAYS))


def erase_past_shifts(now: datetime) -> None:
    """Let go of shifts that are long over, with the names in them."""
    past_shifts(now).delete()
