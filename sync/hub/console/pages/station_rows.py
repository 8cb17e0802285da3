"""Stations as the pages show them: state, gaps, plan and the last thirty days. Reads only, decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from sync.hub.intake.models import Batch, BatchState, ChainHead
from sync.hub.publishing.selectors import newest_publications
from sync.hub.stations.models import Device
from sync.hub.stations.selectors import all_stations
from sync.hub.triage import selectors as triage
from sync.hub.triage.contact_schedule import ContactPlan, overdue_from
from sync.hub.triage.health import Gap, Health, StationFacts, gaps, health_of

BAR_DAYS = 30
_ORDER = list(Health)


@dataclass(frozen=True)
class StationRow:
    """How one of all stations is, and what is said of it where it needs a look."""

    id: str
    name: str
    district: str
    health: Health
    plan: ContactPlan
    is_revoked: bool
    last_error: str
    clock_seconds: int | None
    heard_at: datetime
    """Of its last contact, or of its enrolment."""

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


def station_rows(now: datetime) -> list[StationRow]:
    """Every station, those that need a look first."""
    plans, always = triage.plans(), ContactPlan()
    published, zone = published_content(), timezone.get_current_timezone()
    rows = []
    told = all_stations().values_list(*_TOLD)
    for device, name, district, enrolled_at, revoked_at, error, content, clock_seconds, contact, *seen in told:
        plan, is_revoked = plans.get(device, always), revoked_at is not None
        facts = _facts(enrolled_at, revoked_at, content, clock_seconds, contact, *seen)
        health = health_of(facts, plan, published=published, now=now, zone=zone)
        row = StationRow(device, name, district, health, plan, is_revoked, error, clock_seconds, contact or enrolled_at)
        rows.append(row)
    return sorted(rows, key=lambda row: _ORDER.index(row.health))


def station_looks(ids: Iterable[str], now: datetime) -> list[StationLook]:
    """These stations, in this order."""
    wanted, plans = list(ids), triage.plans()
    devices = all_stations().in_bulk(wanted)
    heads: dict[str, dict[str, int]] = {}
    for device, inc, seq in ChainHead.objects.filter(device__in=wanted).values_list("device", "inc", "seq"):
        heads.setdefault(device, {})[inc] = seq
    published = published_content()
    return [
        _look(devices[one], plans.get(one, ContactPlan()), heads.get(one, {}), published=published, now=now)
        for one in wanted
        if one in devices
    ]


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


_TOLD = (
    "id", "name", "district", "enrolled_at", "revoked_at", "seen__last_error", "seen__content",
    "seen__clock_difference_seconds", "seen__last_contact", "seen__last_success", "seen__last_error_at",
    "seen__waiting_ballots", "seen__waiting_reports", "seen__troubles",
)  # fmt: skip
"""What a list of all stations reads of each: whole rows of thousands would take longer than everything else."""


def _facts(
    enrolled_at: datetime,
    revoked_at: datetime | None,
    content: str,
    clock_seconds: int | None,
    last_contact: datetime | None,
    last_success: datetime | None,
    last_error_at: datetime | None,
    ballots: int,
    reports: int,
    troubles: Sequence[str],
) -> StationFacts:
    return StationFacts(
        enrolled_at=enrolled_at,
        is_revoked=revoked_at is not None,
        last_contact=last_contact,
        last_success=last_success,
        last_error_at=last_error_at,
        clock_seconds=clock_seconds,
        waiting=ballots + reports,
        content=content,
        is_silent="no-sound" in troubles,
        runs_low="power-low" in troubles,
    )


def _look(device: Device, plan: ContactPlan, heads: Mapping[str, int], *, published: str, now: datetime) -> StationLook:
    seen = device.seen
    facts = _facts(
        device.enrolled_at, device.revoked_at, seen.content, seen.clock_difference_seconds,
        seen.last_contact, seen.last_success, seen.last_error_at, seen.waiting_ballots, seen.waiting_reports,
        seen.troubles,
    )  # fmt: skip
    zone = timezone.get_current_timezone()
    return StationLook(
        device=device,
        health=health_of(facts, plan, published=published, now=now, zone=zone),
        plan=plan,
        gaps=gaps(seen.chains, heads),
        expected_by=overdue_from(plan, last=seen.last_contact or device.enrolled_at, zone=zone),
        runs_published=bool(published) and seen.content == published,
    )
