"""Planning a shift of attendants and publishing it at once, by whoever may publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from sync.hub.content.source import load_source
from sync.hub.data_folder import HubFolder
from sync.hub.publishing.models import Publication
from sync.hub.publishing.services import publish
from sync.hub.publishing.shift_plans import KEPT_DAYS, NewShift, plan, withdraw_shift
from sync.protocol.centre_dates import MOMENT
from sync.protocol.encoding import parse_json
from sync.protocol.shifts import FOLDER


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
) -> tuple[NewShift, Publication]:
    """Plan a new shift, and publish it. ``begins`` and ``ends`` as a clock on the wall shows.

    Shifts that are long over leave the source. Raises Refused and ContentProblems for one that is not fit, and for
    content that cannot be published; then the shift is not planned.
    """
    today = timezone.localdate(now)
    _remove_past(folder.content / FOLDER, today)
    source = load_source(folder.content)
    new = plan(
        begins=begins,
        ends=ends,
        place=place,
        district=district,
        people=people,
        stations=stations,
        districts=[entry["code"] for entry in source.places["districts"]],
        by=by,
        now=now,
    )
    try:
        publication = publish(source, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now)
    except Exception:  # nobody is told its PINs any more
        withdraw_shift(new.shift.id, by=by, now=now)
        raise
    return new, publication


def _remove_past(shifts: Path, today: date) -> None:
    over = (today - timedelta(days=KEPT_DAYS)).strftime(MOMENT)
    for file in shifts.glob("*.json"):
        if str(parse_json(file.read_bytes()).get("ends", over)) < over:
            file.unlink()
