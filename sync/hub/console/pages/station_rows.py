"""Stations as the pages show them: state, gaps, plan and the last thirty days. Reads only, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """One station as a list shows it."""

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
    plans = triage.plans()
    heads: dict[str, dict[str, int]] = {}
    for device, inc, seq in ChainHead.objects.values_list("device", "inc", "seq"):
        heads.setdefault(device, {})[inc] = seq
    published = published_content()
    rows = [
        _row(device, plans.get(device.id, ContactPlan()), heads.get(device.id, {}), published=published, now=now)
        for device in all_stations()
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.health))


def station_row(device: Device, now: datetime) -> StationRow:
    """One station."""
    heads = dict(ChainHead.objects.filter(device=device.id).values_list("inc", "seq"))
    return _row(device, triage.plan_of(device.id), heads, published=published_content(), now=now)


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


def _row(device: Device, plan: ContactPlan, heads: Mapping[str, int], *, published: str, now: datetime) -> StationRow:
    seen = device.seen
    facts = StationFacts(
        enrolled_at=device.enrolled_at,
        is_revoked=device.revoked_at is not None,
        last_contact=seen.last_contact,
        last_success=seen.last_success,
        last_error_at=seen.last_error_at,
        clock_seconds=seen.clock_difference_seconds,
        waiting=seen.waiting_ballots + seen.waiting_reports,
        content=seen.content,
        is_silent="no-sound" in seen.troubles,
    )
    zone = timezone.get_current_timezone()
    return StationRow(
        device=device,
        health=health_of(facts, plan, published=published, now=now, zone=zone),
        plan=plan,
        gaps=gaps(seen.chains, heads),
        expected_by=overdue_from(plan, last=seen.last_contact or device.enrolled_at, zone=zone),
        runs_published=bool(published) and seen.content == published,
    )
