"""What the pages show, read from the hub's tables. Reads only, decides nothing, and opens no seal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sync.hub.ballot_log.selectors import newest_checkpoint
from sync.hub.intake.models import Batch
from sync.hub.intake.selectors import count_together, count_waiting
from sync.hub.polls.models import PublishedPoll, Tally
from sync.hub.polls.selectors import count_ballots, count_codes
from sync.hub.publishing.models import ShiftPlan
from sync.hub.publishing.shift_plans import shifts_in_source
from sync.hub.stations.selectors import names_of_stations, trusted_stations
from sync.protocol.ballot_log import origin_of
from sync.protocol.districts import Box, Ring
from sync.protocol.encoding import group_code, parse_json
from sync.protocol.evening_polls import is_template
from sync.protocol.key_list import KeyList
from sync.protocol.polls.poll import Poll
from sync.protocol.shifts import Shift
from sync.protocol.signed_note import Checkpoint


@dataclass(frozen=True)
class PollRow:
    """One poll as the list shows it: the newest published version and how many ballots are in its box.

    ``doubles`` and ``late`` are kept beside the box and never counted. ``is_over``: nobody can vote any more;
    ``is_complete``: no ballot that counts can come any more. ``grace`` is the last day on which one can.
    """

    published: PublishedPoll
    ballots: int
    doubles: int
    late: int
    tally: Tally | None
    is_over: bool
    is_complete: bool
    grace: date

    @property
    def is_template(self) -> bool:
        """It is answered nowhere itself: stations open it for one evening each."""
        return is_template(Poll.from_wire(self.published.definition))

    @property
    def title(self) -> str:
        """In the language the poll was written in first."""
        return str(self.published.definition["title"].get("de", self.published.poll))


@dataclass(frozen=True)
class CodeFigures:
    """How many participation codes a poll has, and how many of them are spent."""

    made: int
    spent: int


def batch_list() -> QuerySet[Batch]:
    """All batches, the newest first, without their bodies."""
    return Batch.objects.defer("body", "line", "ack").order_by("-id")


def names_of_devices(ids: Iterable[str]) -> Mapping[str, str]:
    """Device id to the station's name."""
    return names_of_stations(ids)


def waiting_for_worker() -> int:
    """How many records have arrived and are not yet opened, ballots that wait for each other apart."""
    return count_waiting() - count_together()


def poll_rows(today: date) -> list[PollRow]:
    """The newest version of every poll with the figures of its box."""
    boxed, doubles, late = count_ballots().values()
    tallies = {tally.poll: tally for tally in Tally.objects.all()}
    newest: dict[str, PublishedPoll] = {}
    for published in PublishedPoll.objects.order_by("version"):
        newest[published.poll] = published
    rows = []
    for poll_id, published in sorted(newest.items()):
        poll = Poll.from_wire(published.definition)
        figures = (boxed.get(poll_id, 0), doubles.get(poll_id, 0), late.get(poll_id, 0))
        days = (published.closes < today, not poll.takes_ballots(today), poll.grace)
        rows.append(PollRow(published, *figures, tallies.get(poll_id), *days))
    return rows


def code_figures(row: PollRow) -> CodeFigures | None:
    """The figures of a poll's participation codes; None where it takes none."""
    return CodeFigures(*count_codes(row.published.poll)) if row.published.definition.get("codes") else None


def category_names(language: str) -> Mapping[str, str]:
    """Id of each category and subcategory to its title in this language, from the hub's content source. Empty without
    one."""

    def title(entry: Mapping[str, Any]) -> str:
        return str(entry["title"].get(language) or entry["title"].get("de", entry["id"]))

    named = {}
    for category in _read_content("categories.json", []):
        named[category["id"]] = title(category)
        for part in category.get("subcategories", ()):
            named[part["id"]] = f"{title(category)}: {title(part)}"
    return named


def content_shown(path: str) -> Any:
    """What lies at this path in the hub's content source; None for nothing."""
    return _read_content(path, None)


def district_names() -> Mapping[str, str]:
    """District code to its name, from the hub's content source. Empty when there is none."""
    return {entry["code"]: entry["name"] for entry in _read_content("places.json", {}).get("districts", [])}


def station_names() -> list[str]:
    """The names of all stations that are not revoked, sorted."""
    return sorted(set(trusted_stations().values_list("name", flat=True)))


def city_box() -> Box | None:
    """The box of the city, from the hub's content source; None when there is none."""
    box = _read_content("places.json", {}).get("city", {}).get("bbox")
    return (box[0], box[1], box[2], box[3]) if box else None


def district_outlines() -> tuple[Mapping[str, Sequence[Ring]], str]:
    """The rings of each district by its code, and who is to be named beside them; the boxes before an import."""
    shapes = _read_content("district_shapes.json", None)
    if shapes:
        return shapes["districts"], str(shapes["attribution"])
    return {
        entry["code"]: [_ring(*entry["bbox"])] for entry in _read_content("places.json", {}).get("districts", [])
    }, ""


def inhabitants() -> Mapping[str, int]:
    """How many people live in each district, by its code, as the content says."""
    entries = _read_content("places.json", {}).get("districts", [])
    return {str(entry["code"]): int(entry.get("population", 0)) for entry in entries}


@dataclass(frozen=True)
class PlannedShift:
    """A shift on the road as the content source has it, or as it is planned."""

    begins: datetime
    place: str
    district: str


def planned_shifts(first: date, after: date) -> list[PlannedShift]:
    """The shifts that begin from the first of these days until before the other, the next first."""
    plans = ShiftPlan.objects.filter(is_withdrawn=False).values_list("shift", flat=True)
    shifts = [*shifts_in_source(settings.HUB_FOLDER.content), *map(Shift.from_wire, plans)]
    found = [PlannedShift(one.begins, one.place, one.district) for one in shifts]
    return sorted((one for one in found if first <= one.begins.date() < after), key=lambda one: one.begins)


def _ring(west: float, south: float, east: float, north: float) -> Ring:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _read_content(name: str, otherwise: Any) -> Any:
    path: Path = settings.HUB_FOLDER.content / name
    try:
        return parse_json(path.read_bytes())
    except (OSError, ValueError):
        return otherwise  # the page shows the bare ids then


@dataclass(frozen=True)
class LogFigures:
    """How the ballot log stands: number of ballots, the letters people compare, the day it grew last."""

    size: int
    seal: str
    day: date


def log_figures() -> LogFigures | None:
    """The newest signed state of the ballot log; None before the first."""
    key = KeyList.from_bytes(settings.HUB_FOLDER.public_keys.read_bytes()).log_key()
    signed = newest_checkpoint(origin_of(key)) if key else None
    if signed is None:
        return None
    checkpoint = Checkpoint.read_unproven(signed.note)
    return LogFigures(checkpoint.size, group_code(checkpoint.short), signed.day)
