"""Stations as the pages show them: state, gaps, plan and the last thirty days. Reads only, decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from sync.hub.intake.models import Batch, BatchState, ChainHead
from sync.hub.publishing.selectors import newest_publications
from sync.hub.stations.models import Device
from sync.hub.triage import selectors as triage
from sync.hub.triage.contact_schedule import ContactPlan, overdue_from
from sync.hub.triage.health import Gap, Health, gaps
from sync.hub.triage.station_health import STATES, judged

BAR_DAYS = 30


@dataclass(frozen=True)
class StationRow:
    """How one of all stations is, and what is said of it where it needs a look."""

    id: str
    name: str
    health: Health
    is_revoked: bool
    last_error: str
    clock_seconds: int | None

    @property
    def state(self) -> str:
        """Colour and sign."""
        return self.health.state


@dataclass(frozen=True)
class StationLook:
    """One station as it is shown."""

    device: Device
    health: Health
    plan: ContactPlan
    gaps: Sequence[Gap]
    expected_by: datetime
    """From then on it is overdue."""
    runs_published: bool
    """Its content is the newest published."""

    @property
    def state(self) -> str:
        """Colour and sign."""
        return self.health.state


@dataclass(frozen=True)
class DayCell:
    """One day of the bar. ``x`` is its place in the drawing; ``state`` ``none``, ``good``, ``bad`` or ``before``."""

    day: date
    x: int
    state: str
    stored: int
    aside: int


def judged_stations(now: datetime) -> QuerySet[Any]:
    """Every station with its ``state``, with ``heard_at`` and with what is known of its last visits."""
    stations = Device.objects.select_related("seen", "calendar")
    return judged(stations, published=published_content(), now=now, zone=timezone.get_current_timezone())


def station_rows(now: datetime) -> list[StationRow]:
    """Every station, those that need a look first."""
    told = judged_stations(now).order_by("state", "name", "id")
    told = told.values_list("id", "name", "state", "revoked_at", "seen__last_error", "seen__clock_difference_seconds")
    return [
        StationRow(device, name, STATES[state], revoked_at is not None, error, seconds)
        for device, name, state, revoked_at, error, seconds in told
    ]


def station_looks(stations: Iterable[Any]) -> list[StationLook]:
    """These judged stations as they are shown."""
    devices = list(stations)
    heads: dict[str, dict[str, int]] = {}
    of_these = ChainHead.objects.filter(device__in=[device.id for device in devices])
    for device, inc, seq in of_these.values_list("device", "inc", "seq"):
        heads.setdefault(device, {})[inc] = seq
    published = published_content()
    return [_look(device, heads.get(device.id, {}), published=published) for device in devices]


def published_content() -> str:
    """How stations name the newest content package; empty when none was published."""
    newest = newest_publications().first()
    return newest.content if newest else ""


def day_bars(devices: Sequence[Device], *, today: date) -> Mapping[str, list[DayCell]]:
    """Device id to one cell per day, the oldest first."""
    first = today - timedelta(days=BAR_DAYS - 1)
    zone = timezone.get_current_timezone()
    since = datetime.combine(first, datetime.min.time(), tzinfo=zone)
    found = (
        Batch.objects.filter(device__in=[device.id for device in devices], received_at__gte=since)
        .order_by()
        .annotate(day=TruncDate("received_at", tzinfo=zone))
        .values("device", "day")
        .annotate(
            stored=Count("id", filter=~Q(state=BatchState.ASIDE) | Q(hash__in=triage.released_batches().values("key"))),
            aside=Count("id", filter=Q(hash__in=triage.batches_to_decide().values("hash"))),
        )
    )
    counts = {(row["device"], row["day"]): (row["stored"], row["aside"]) for row in found}
    days = [first + timedelta(days=number) for number in range(BAR_DAYS)]
    return {
        device.id: [
            _cell(number, day, counts.get((device.id, day), (0, 0)), enrolled=timezone.localdate(device.enrolled_at))
            for number, day in enumerate(days)
        ]
        for device in devices
    }


def _cell(number: int, day: date, counts: tuple[int, int], *, enrolled: date) -> DayCell:
    stored, aside = counts
    state = "bad" if aside else "good" if stored else "before" if day < enrolled else "none"
    return DayCell(day, number * 10, state, stored, aside)


def _look(device: Any, heads: Mapping[str, int], *, published: str) -> StationLook:
    seen, calendar = device.seen, getattr(device, "calendar", None)
    plan = calendar.plan if calendar else ContactPlan()
    return StationLook(
        device=device,
        health=STATES[device.state],
        plan=plan,
        gaps=gaps(seen.chains, heads),
        expected_by=overdue_from(plan, last=device.heard_at, zone=timezone.get_current_timezone()),
        runs_published=bool(published) and seen.content == published,
    )
